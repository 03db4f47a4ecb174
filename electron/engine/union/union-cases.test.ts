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
import { indexTars, writeTar } from './tar-bytes.test-support.ts';

interface Place {
  readonly path: string;
  readonly layer: number;
}
interface Case {
  readonly id: string;
  readonly title: string;
  readonly layers: readonly (readonly PictureEntry[])[];
  readonly expect: {
    readonly tree: Readonly<Record<string, { readonly type: string; readonly implicit?: boolean }>>;
    readonly hidden: readonly Place[];
    readonly warnings?: readonly (Place & { readonly what: string })[];
  };
}

const cases = JSON.parse(
  readFileSync(new URL('fixtures/union-cases.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('the union of layers, as union-cases.json has it', () => {
  test('the file holds all its cases', () => expect(cases).toHaveLength(102));

  test.each(cases.map((one) => [`${one.id} ${one.title}`, one] as const))('%s', (_, { layers, expect: expected }) => {
    const tars = layers.map(writeTar);
    const indexed = indexTars(tars);
    expect(indexed.map(({ damage }) => damage)).toEqual(layers.map(() => undefined));
    const indexes = indexed.map(({ index }) => index);
    const table = mergeLayers(indexes);

    expect(drawTree(table, indexes, tars)).toEqual(withDefaults(expected.tree));
    expect(drawHidden(table).toSorted(byPlace)).toEqual(expected.hidden.toSorted(byPlace));
    expect(table.warnings.map(({ layer, path, code }) => ({ layer, path, what: code }))).toEqual(
      expected.warnings ?? [],
    );
  });

  test.each(cases.map((one) => [one.id, one.layers] as const))('%s: a picture merges as its tar does', (_, layers) => {
    const fromTars = mergeLayers(indexTars(layers.map(writeTar)).map(({ index }) => index));
    expect(mergeLayers(layers.map(drawIndex))).toEqual(fromTars);
  });
});

const byPlace = (a: Place, b: Place) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.layer - b.layer);

const text = (value: Uint8Array) => Buffer.from(value).toString();

const nameOf = (table: PathTable, path: number) => pathText(table, path).path.slice(1);

function withDefaults(tree: Case['expect']['tree']) {
  return Object.fromEntries(Object.entries(tree).map(([path, node]) => [path, { uid: 0, gid: 0, mtime: 0, ...node }]));
}

/** The merged tree in the form of the cases; the root only when a layer has an entry for it. */
function drawTree(table: PathTable, indexes: readonly TarIndex[], tars: readonly Buffer[]) {
  const tree: Record<string, unknown> = {};
  for (let path = 0; path < table.length; path++) {
    const version = table.visible[path]!;
    if (version === -1 || (path === 0 && table.row[version] === -1)) continue;
    tree[nameOf(table, path)] = drawVersion(table, path, version, indexes, tars);
  }
  return tree;
}

function drawVersion(
  table: PathTable,
  path: number,
  version: number,
  indexes: readonly TarIndex[],
  tars: readonly Buffer[],
) {
  const inode = table.inode[version]!;
  const holder = table.layer[inode]!;
  const type = TYPE_CODES[table.type[version]!];
  const layer = table.layer[version]!;
  const layers = type === 'dir' ? { layers: contributingLayers(table, path, indexes.length) } : {};
  const row = table.row[inode]!;
  if (row === -1) return { type, layer, mode: '0755', uid: 0, gid: 0, mtime: 0, implicit: true, ...layers };

  const entry = entryAt(indexes[holder]!, row as EntryRow);
  const content = tars[holder]!.subarray(entry.bodyOffset, entry.bodyOffset + entry.size).toString();
  return {
    type,
    layer,
    uid: entry.uid,
    gid: entry.gid,
    mtime: entry.mtime,
    ...layers,
    ...(type !== 'symlink' && { mode: entry.mode.toString(8).padStart(4, '0') }),
    ...(type === 'file' && { content }),
    ...(entry.major !== undefined && { major: entry.major, minor: entry.minor }),
    ...(entry.xattrs && { xattrs: Object.fromEntries([...entry.xattrs].map(([key, value]) => [key, text(value)])) }),
    ...(type === 'symlink' && entry.link && { link: text(entry.link) }),
    ...(table.hardlink[version] !== -1 && { hardlink: nameOf(table, table.hardlink[version]!) }),
    ...(holder !== layer && { hardlink_layer: holder }),
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
