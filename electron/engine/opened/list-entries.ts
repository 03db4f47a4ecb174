import { isUtf8 } from 'node:buffer';
import { ENTRY_TYPES, type Entry } from '../../../shared/model/entry.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { rowName } from '../tar/entry-at.ts';
import { TYPE_CODES, type EntryRow, type TarIndex } from '../tar/tar-index.ts';
import { bytesToText, pathText, pathTexts } from '../union/path-text.ts';
import { sortedChildren, type ChildOrder } from '../view/child-order.ts';
import { chooseVersions } from '../view/choose.ts';
import type { ListOptions } from '../opened.ts';
import { describeRow, describeVersion } from './describe-version.ts';
import type { Stack } from './stack.ts';

/**
 * The merged tree as of a layer, depth first, siblings by the bytes of their names. The folder itself is listed only
 * when it is the root's own entry or a file.
 * @param folder path row to begin at
 */
export function* listTree(stack: Stack, folder: number, { recursive = false, upto }: ListOptions): Iterable<Entry> {
  const { table } = stack;
  const mode = upto === undefined ? ({ kind: 'merged' } as const) : ({ kind: 'upto', layer: upto } as const);
  const { version } = chooseVersions(table, mode, false);
  if (version[folder] === -1) {
    // An image without layers has no root entry: its tree is empty, not absent.
    if (folder === 0) return;
    throw absent(stack, folder);
  }
  const textOf = pathTexts(table);
  const entryOf = (path: number): Entry => ({ ...textOf(path), ...describeVersion(stack, version[path]!) });
  if (TYPE_CODES[table.type[version[folder]!]!] !== 'dir') {
    yield entryOf(folder);
    return;
  }
  if (!recursive) {
    for (const path of sortedChildren(table, folder)) if (version[path] !== -1) yield entryOf(path);
    return;
  }
  const order = stack.order.now();
  const waiting = [...childrenReversed(order, folder)];
  while (waiting.length > 0) {
    const path = waiting.pop()!;
    if (version[path] === -1) continue;
    yield entryOf(path);
    // One by one: a folder may have more children than a call may have arguments.
    for (const child of childrenReversed(order, path)) waiting.push(child);
  }
}

function* childrenReversed({ start, children }: ChildOrder, path: number): Iterable<number> {
  for (let i = start[path + 1]! - 1; i >= start[path]!; i--) yield children[i]!;
}

function absent({ table }: Stack, path: number): OutcropError {
  const text = pathText(table, path).path;
  return new OutcropError('no-such-path', `${text} is hidden or deleted there; ask "explain" which layers hold it.`, {
    path: text,
  });
}

/** One layer's entries as they stand in its tar, in archive order, markers included. */
export function* listLayer(stack: Stack, index: TarIndex, layer: number): Iterable<Entry> {
  const versions = versionsOfLayer(stack, layer, index.length);
  for (let row = 0; row < index.length; row++) {
    const name = nameText(rowName(index, row as EntryRow));
    const version = versions[row]!;
    yield version === -1
      ? { ...name, ...describeRow(index, row), type: rowType(index, row), layer, implicit: false }
      : { ...name, ...describeVersion(stack, version) };
  }
}

function nameText(name: Uint8Array): Pick<Entry, 'path' | 'rawPath'> {
  const path = `/${bytesToText(name)}`;
  return isUtf8(name) ? { path } : { path, rawPath: Buffer.concat([SLASH, name]).toString('base64') };
}

const SLASH = Buffer.from('/');

/** Tar row → version; -1 for markers, duplicates that lost, and rows the union leaves out. */
function versionsOfLayer({ table }: Stack, layer: number, rows: number): Int32Array {
  const versions = new Int32Array(rows).fill(-1);
  for (let version = 0; version < table.versionCount; version++) {
    if (table.layer[version] === layer && table.row[version]! >= 0) versions[table.row[version]!] = version;
  }
  return versions;
}

function rowType(index: TarIndex, row: number): Entry['type'] {
  const type = TYPE_CODES[index.type[row]!] ?? 'file';
  return type === 'hardlink' ? 'file' : (ENTRY_TYPES.find((known) => known === type) ?? 'file');
}
