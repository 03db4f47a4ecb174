import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HIDDEN_HOW } from '../../../shared/model/entry.ts';
import { entryAt } from '../tar/entry-at.ts';
import { TYPE_CODES, type EntryRow, type TarIndex } from '../tar/tar-index.ts';
import { contributingLayers } from './as-of.ts';
import { hiddenVersions } from './hidden.ts';
import { mergeLayers } from './merge.ts';
import type { PathTable } from './path-table.ts';
import { pathText } from './path-text.ts';
import { drawIndex, type PictureEntry } from './picture.test-support.ts';

interface TreeNode {
  readonly type: string;
  readonly layer: number;
  readonly mode?: string;
}
interface Case {
  readonly id: string;
  readonly title: string;
  readonly layers: readonly (readonly PictureEntry[])[];
  readonly expect: {
    readonly tree: Readonly<Record<string, TreeNode>>;
    readonly hidden: readonly { readonly path: string; readonly layer: number }[];
    readonly warnings?: readonly { readonly layer: number; readonly path: string; readonly what: string }[];
  };
}

const cases = JSON.parse(
  readFileSync(new URL('fixtures/union-cases.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('the union of layers, as union-cases.json has it', () => {
  test('the file holds all its cases', () => expect(cases).toHaveLength(102));

  test.each(cases.map((one) => [`${one.id} ${one.title}`, one] as const))('%s', (_, { layers, expect: expected }) => {
    const indexes = layers.map((entries) => drawIndex(entries));
    const table = mergeLayers(indexes);
    expect(drawTree(table, indexes, layers)).toEqual(expected.tree);
    expect(drawHidden(table).toSorted(byPlace)).toEqual(expected.hidden.toSorted(byPlace));
    expect(table.warnings.map(({ layer, path, code }) => ({ layer, path, what: code }))).toEqual(
      expected.warnings ?? [],
    );
  });
});

const byPlace = (a: { path: string; layer: number }, b: { path: string; layer: number }) =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : a.layer - b.layer;

const text = (value: Uint8Array) => Buffer.from(value).toString();

const nameOf = (table: PathTable, path: number) => pathText(table, path).path.slice(1);

/** The merged tree in the form of the cases. */
function drawTree(table: PathTable, indexes: readonly TarIndex[], pictures: readonly (readonly PictureEntry[])[]) {
  const tree: Record<string, unknown> = {};
  for (let path = 0; path < table.length; path++) {
    const version = table.visible[path]!;
    if (version === -1 || (path === 0 && table.row[version] === -1)) continue;
    tree[nameOf(table, path)] = drawVersion(table, path, version, indexes, pictures);
  }
  return tree;
}

function drawVersion(
  table: PathTable,
  path: number,
  version: number,
  indexes: readonly TarIndex[],
  pictures: readonly (readonly PictureEntry[])[],
) {
  const inode = table.inode[version]!;
  const type = TYPE_CODES[table.type[version]!];
  const layer = table.layer[version]!;
  const layers = type === 'dir' ? { layers: contributingLayers(table, path, indexes.length) } : {};
  const row = table.row[inode]!;
  if (row === -1) return { type, layer, mode: '0755', implicit: true, ...layers };

  const entry = entryAt(indexes[table.layer[inode]!]!, row as EntryRow);
  const picture = pictures[table.layer[inode]!]![row]!;
  const link = type === 'symlink' && entry.link ? { link: text(entry.link) } : {};
  const hardlink = table.hardlink[version] === -1 ? {} : { hardlink: nameOf(table, table.hardlink[version]!) };
  const lower = table.layer[inode] === layer ? {} : { hardlink_layer: table.layer[inode] };
  return {
    type,
    layer,
    ...layers,
    ...(type !== 'symlink' && { mode: entry.mode.toString(8).padStart(4, '0') }),
    ...(picture.uid !== undefined && { uid: entry.uid }),
    ...(picture.gid !== undefined && { gid: entry.gid }),
    ...(picture.mtime !== undefined && { mtime: entry.mtime }),
    ...(type === 'file' && { content: picture.content ?? '' }),
    ...(entry.major !== undefined && { major: entry.major, minor: entry.minor }),
    ...(entry.xattrs && { xattrs: Object.fromEntries([...entry.xattrs].map(([key, value]) => [key, text(value)])) }),
    ...link,
    ...hardlink,
    ...lower,
  };
}

function drawHidden(table: PathTable) {
  return [...hiddenVersions(table)].map((version) => ({
    path: nameOf(table, table.versionPath[version]!),
    layer: table.layer[version]!,
    by: table.hiddenBy[version]!,
    how: HIDDEN_HOW[table.how[version]! - 1],
    via: nameOf(table, table.via[version]!),
    type: TYPE_CODES[table.type[version]!],
  }));
}
