import { OutcropError } from '../../../shared/errors.ts';
import { ENTRY_TYPES, MAX_OFFERS, type LinkTarget, type PathOffer } from '../../../shared/model/entry.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { completePath } from '../union/complete-path.ts';
import { followLink } from '../union/follow-link.ts';
import { bytesToText, pathText } from '../union/path-text.ts';
import type { Stack } from './stack.ts';

/** @returns completions of a typed path, each by its visible version or else its topmost */
export function completions({ table }: Stack, typed: string): readonly PathOffer[] {
  return completePath(table, typed, MAX_OFFERS).map((pathID) => {
    const visible = table.visible[pathID]!;
    const version = visible === -1 ? table.versionStart[pathID + 1]! - 1 : visible;
    return {
      pathID,
      path: pathText(table, pathID).path,
      type: ENTRY_TYPES[table.type[version]!] ?? 'file',
      layer: table.layer[version]!,
      visible: visible !== -1,
    };
  });
}

/** @throws OutcropError `bad-request` when that layer has no symbolic link there */
export function linkTarget({ table, indexes }: Stack, path: number, layer: number): LinkTarget {
  for (let version = table.versionStart[path]!; version < table.versionStart[path + 1]!; version++) {
    if (table.layer[version] !== layer || table.type[version] !== SYMLINK) continue;
    const end = followLink(table, indexes, version);
    if (end.kind === 'found') return { kind: 'found', path: pathText(table, end.path).path };
    if (end.kind === 'loop') return end;
    const folder = pathText(table, end.folder).path;
    return { kind: 'absent', path: `${folder === '/' ? '' : folder}/${bytesToText(end.name)}` };
  }
  const name = pathText(table, path).path;
  throw new OutcropError(
    'bad-request',
    `${name} is no symbolic link in layer ${layer}; choose a layer where it is one.`,
    {
      path: name,
      layer,
    },
  );
}

const SYMLINK = TYPE_CODES.indexOf('symlink');
