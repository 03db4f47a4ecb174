import type { ViewMode, ViewWhere } from '../../../shared/model/view.ts';
import { rowLink } from '../tar/entry-at.ts';
import { TYPE_CODES, type EntryRow } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';
import { CHANGE, changeOf, versionBelow } from './change-of.ts';
import type { Choice } from './choose.ts';
import type { SizedLayer } from './sort-values.ts';

const [FILE, DIR, SYMLINK] = (['file', 'dir', 'symlink'] as const).map((type) => TYPE_CODES.indexOf(type));
const MODE = { setuid: 0o4000, setgid: 0o2000, sticky: 0o1000, othersWrite: 0o002 } as const;

/** Whether nothing is asked for. */
export function isEmptyWhere(where: ViewWhere | undefined): boolean {
  return Object.values(where ?? {}).every(
    (asked) => asked === undefined || (Array.isArray(asked) && asked.length === 0),
  );
}

/**
 * Marks the paths whose shown version is as asked; the root never is.
 * @returns path → 1
 */
export function matchWhere(
  table: PathTable,
  { version, ghost }: Choice,
  layers: readonly (SizedLayer | undefined)[],
  mode: ViewMode,
  where: ViewWhere,
): Uint8Array {
  const matches = new Uint8Array(table.length);
  const tests = testsOf(table, layers, mode, where);
  for (let path = 1; path < table.length; path++) {
    const shown = version[path]!;
    if (shown !== -1 && tests.every((test) => test(shown, ghost[path] === 1))) matches[path] = 1;
  }
  return matches;
}

type Test = (version: number, isGhost: boolean) => boolean;

/** Cheap ones first: what the first refuses the others do not see. */
function testsOf(
  table: PathTable,
  layers: readonly (SizedLayer | undefined)[],
  mode: ViewMode,
  { hidden, layers: wantedLayers, types, sizeAtLeast, sizeAtMost, uids, gids, modes, changes }: ViewWhere,
): readonly Test[] {
  const tests: Test[] = [];
  const row = (version: number) => table.row[table.inode[version]!]!;
  const layer = (version: number) => layers[table.layer[table.inode[version]!]!];

  if (hidden !== undefined) tests.push((_, isGhost) => isGhost === hidden);
  if (some(wantedLayers)) {
    const wanted = new Set(wantedLayers);
    tests.push((version) => wanted.has(table.layer[version]!));
  }
  if (some(types)) {
    const wanted = new Set<number>(types.map((type) => TYPE_CODES.indexOf(type)));
    tests.push((version) => wanted.has(table.type[version]!));
  }
  if (sizeAtLeast !== undefined || sizeAtMost !== undefined) {
    const [least, most] = [sizeAtLeast ?? 0, sizeAtMost ?? Number.POSITIVE_INFINITY];
    tests.push((version) => {
      const size = layer(version)?.size[row(version)];
      return table.type[version] === FILE && size !== undefined && size >= least && size <= most;
    });
  }
  const owner = (version: number, at: 0 | 1): number => {
    const sized = layer(version);
    return row(version) === -1 || !sized ? 0 : sized.owners[2 * sized.owner[row(version)]! + at]!;
  };
  if (some(uids)) tests.push((version) => uids.includes(owner(version, 0)));
  if (some(gids)) tests.push((version) => gids.includes(owner(version, 1)));
  if (some(modes))
    tests.push((version) => {
      const mode = row(version) === -1 ? 0o755 : (layer(version)?.mode[row(version)] ?? 0);
      return modes.some((wanted) => hasMode(mode, table.type[version]!, wanted));
    });
  if (some(changes)) {
    const wanted = new Set(changes);
    tests.push((version, isGhost) => {
      const change = changeOf(table, mode, version, isGhost);
      if (change === CHANGE.none) return false;
      if (change === CHANGE.removed) return wanted.has('removed');
      if (change === CHANGE.added) return wanted.has('added');
      if (wanted.has('changed')) return true;
      return wanted.has('metadata') && isSameContent(table, layers, versionBelow(table, mode, version), version);
    });
  }
  return tests;
}

function some<T>(list: readonly T[] | undefined): list is readonly T[] {
  return list !== undefined && list.length > 0;
}

function hasMode(mode: number, type: number, wanted: NonNullable<ViewWhere['modes']>[number]): boolean {
  if (type === SYMLINK) return false;
  if (wanted === 'world-writable')
    return (mode & MODE.othersWrite) !== 0 && !(type === DIR && (mode & MODE.sticky) !== 0);
  return (mode & MODE[wanted]) !== 0;
}

/** As far as sizes and link targets tell: no body is read for a filter. */
function isSameContent(
  table: PathTable,
  layers: readonly (SizedLayer | undefined)[],
  before: number,
  after: number,
): boolean {
  if (table.type[before] !== table.type[after]) return false;
  const facts = (version: number) => {
    const holder = table.inode[version]!;
    const row = table.row[holder]!;
    const sized = row === -1 ? undefined : layers[table.layer[holder]!];
    return { size: sized?.size[row] ?? 0, link: sized && rowLink(sized, row as EntryRow) };
  };
  const [old, now] = [facts(before), facts(after)];
  return old.size === now.size && Buffer.compare(old.link ?? EMPTY, now.link ?? EMPTY) === 0;
}

const EMPTY = new Uint8Array(0);
