import { HIDDEN_HOW } from '../../../../shared/model/entry.ts';
import type { HiddenGroup, HiddenQuery } from '../../../../shared/model/space.ts';
import type { TarIndex } from '../../tar/tar-index.ts';
import { numbersWhere } from '../../bytes/numbers-where.ts';
import { hiddenVersions } from '../../union/hidden.ts';
import type { PathTable } from '../../union/path-table.ts';
import { matchPaths } from '../../view/filter.ts';
import { secretOf } from '../findings/find-all.ts';
import { inodeBytes, inodeHiders } from './inodes.ts';

export interface FoundHidden {
  readonly versions: Int32Array;
  /** Bytes of them, each inode once; what a visible hard link still shows is not counted. */
  readonly bytes: number;
}

/** Every hidden version of an image, made once, asked many times. */
export interface HiddenList {
  /** By hiding layer, base first. */
  readonly groups: readonly HiddenGroup[];
  find(query: HiddenQuery): FoundHidden;
  /** The rule that takes a version's name for a secret. */
  secret(version: number): string | undefined;
}

/** @param lowered `lowerNames(table.names)`; asked for by the first filter */
export function listHidden(
  table: PathTable,
  indexes: readonly (TarIndex | undefined)[],
  lowered: () => Uint8Array,
): HiddenList {
  const versions = hiddenVersions(table);
  const hiders = inodeHiders(table);
  const bytes = new Float64Array(versions.length);
  const secrets = new Map<number, string>();
  const groups = new Map<number, { count: number; bytes: number; secrets: number }>();
  versions.forEach((version, at) => {
    if (hiders[version] !== -1) bytes[at] = inodeBytes(table, indexes, version);
    const secret = secretOf(table, indexes, version);
    if (secret !== undefined) secrets.set(version, secret);
    const layer = table.hiddenBy[version]!;
    const group = groups.get(layer) ?? { count: 0, bytes: 0, secrets: 0 };
    group.count++;
    group.bytes += bytes[at]!;
    if (secret !== undefined) group.secrets++;
    groups.set(layer, group);
  });
  let last: { readonly key: string; readonly found: FoundHidden } | undefined;
  return {
    groups: [...groups].map(([layer, group]) => ({ layer, ...group })).toSorted((a, b) => a.layer - b.layer),
    secret: (version) => secrets.get(version),
    find(query) {
      // A list is scrolled page by page: the same query comes again and again.
      const key = JSON.stringify(query);
      if (last?.key !== key) last = { key, found: find(query) };
      return last.found;
    },
  };

  function find(query: HiddenQuery): FoundHidden {
    const matches = query.filter === '' ? undefined : matchPaths(table, lowered(), query.filter);
    const how = query.how === undefined ? undefined : HIDDEN_HOW.indexOf(query.how) + 1;
    let sum = 0;
    const places = numbersWhere(versions.length, (at) => {
      const version = versions[at]!;
      const isWanted =
        (query.hiddenBy === undefined || table.hiddenBy[version] === query.hiddenBy) &&
        (how === undefined || table.how[version] === how) &&
        (!query.bytesOnly || bytes[at]! > 0) &&
        (!query.secretsOnly || secrets.has(version)) &&
        (matches === undefined || matches[table.versionPath[version]!] === 1);
      if (isWanted) sum += bytes[at]!;
      return isWanted;
    });
    if (query.sort !== 'path') {
      const byLayer = query.sort === 'layer';
      const hider = (at: number) => table.hiddenBy[versions[at]!]!;
      places.sort((a, b) => (byLayer ? hider(a) - hider(b) : 0) || bytes[b]! - bytes[a]! || a - b);
    }
    return { versions: places.map((at) => versions[at]!), bytes: sum };
  }
}
