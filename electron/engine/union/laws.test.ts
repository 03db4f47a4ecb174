import { describe, expect, test } from 'vitest';
import type { TarIndex } from '../tar/tar-index.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { versionAsOf } from './as-of.ts';
import { treeChanges } from './changes.ts';
import { hiddenVersions } from './hidden.ts';
import { countChanges } from './layer-counts.ts';
import { mergeLayers } from './merge.ts';
import type { PathTable } from './path-table.ts';
import { pathText } from './path-text.ts';
import { drawIndex } from './picture.test-support.ts';
import { randomLayers, seededRandom } from './random-image.test-support.ts';
import { startOfGroup } from './version-group.ts';

const IMAGES = 300;
const seed = Number(process.env['OUTCROP_SEED'] ?? Math.floor(Math.random() * 1e9));
const DIR = TYPE_CODES.indexOf('dir');

interface Image {
  readonly name: string;
  readonly indexes: readonly TarIndex[];
  readonly table: PathTable;
  /** Tree as of each layer, from a merge of the layers up to it. */
  readonly trees: readonly Tree[];
}
/** Path → where its visible version and its inode lie. */
type Tree = ReadonlyMap<string, string>;

const images: readonly Image[] = Array.from({ length: IMAGES }, (_, i) => {
  const indexes = randomLayers(seededRandom(seed + i)).map(drawIndex);
  const trees = indexes.map((_, layer) => {
    const table = mergeLayers(indexes.slice(0, layer + 1));
    return drawTree(table, (path) => table.visible[path]!);
  });
  return { name: `image ${seed + i}`, indexes, table: mergeLayers(indexes), trees };
});

function drawTree(table: PathTable, versionOf: (path: number) => number): Tree {
  const place = (version: number) => `${table.layer[version]}.${table.row[version]}`;
  const tree = new Map<string, string>();
  for (let path = 0; path < table.length; path++) {
    const version = versionOf(path);
    if (version === -1) continue;
    const link = table.hardlink[version] === -1 ? '' : pathText(table, table.hardlink[version]!).path;
    tree.set(
      pathText(table, path).path,
      `${table.type[version]} ${place(version)} ${place(table.inode[version]!)} ${link}`,
    );
  }
  return tree;
}

describe(`laws of the path table, over ${IMAGES} random images (seed ${seed})`, () => {
  test('as of layer N it is the merge of layers 0…N', () => {
    for (const { name, table, trees } of images)
      for (const [layer, tree] of trees.entries())
        expect(
          drawTree(table, (path) => versionAsOf(table, path, layer)),
          `${name} as of ${layer}`,
        ).toEqual(tree);
  });

  test('the counts of a layer are those of comparing the trees below and with it', () => {
    for (const { name, table, trees } of images) {
      const recount = trees.map((tree, layer) => countNaively(trees[layer - 1] ?? new Map<string, string>(), tree));
      expect(countChanges(table, trees.length), name).toEqual(recount);
    }
  });

  test('the changes of a range are the differences of the trees at its ends', () => {
    for (const { name, table, indexes, trees } of images)
      for (let from = 0; from < trees.length; from++)
        for (let to = from; to < trees.length; to++) {
          const below = trees[from - 1] ?? new Map<string, string>();
          const kinds = [...treeChanges(table, indexes, from, to)].map(
            ({ kind, path }) => `${kind} ${pathText(table, path).path}`,
          );
          expect(kinds.toSorted(), `${name}, layers ${from} to ${to}`).toEqual(
            differences(below, trees[to]!).toSorted(),
          );
        }
  });

  test('every version is either in the merged tree or hidden, and only once', () => {
    for (const { name, table } of images) {
      const shown = new Set<number>();
      const claim = (last: number) => {
        for (let version = startOfGroup(table, last); version <= last; version++) {
          expect(shown.has(version), name).toBe(false);
          shown.add(version);
        }
      };
      for (let path = 0; path < table.length; path++)
        if (table.visible[path] !== -1) claim(table.versionStart[path + 1]! - 1);
      for (const version of hiddenVersions(table)) claim(lastOfGroup(table, version));
      expect(shown.size, name).toBe(table.versionCount);
    }
  });

  test('parents come first, what is visible lies in a visible directory, and who hides comes later', () => {
    for (const { name, table } of images)
      for (let path = 1; path < table.length; path++) {
        const parent = table.parent[path]!;
        expect(parent, name).toBeLessThan(path);
        if (table.visible[path] !== -1) expect(table.type[table.visible[parent]!], name).toBe(DIR);
        for (let version = table.versionStart[path]!; version < table.versionStart[path + 1]!; version++) {
          expect(table.versionPath[version], name).toBe(path);
          if (table.hiddenBy[version] !== -1)
            expect(table.hiddenBy[version], name).toBeGreaterThan(table.layer[version]!);
        }
      }
  });
});

/** As layer-counts.ts words it: the root is never added. */
function countNaively(below: Tree, tree: Tree) {
  const kinds = differences(below, tree).map((line) => line.slice(0, line.indexOf(' ')));
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  return { added: count('added'), changed: count('changed'), removed: count('removed') };
}

function differences(below: Tree, tree: Tree): string[] {
  const lines = [...below.keys()].filter((path) => !tree.has(path)).map((path) => `removed ${path}`);
  for (const [path, version] of tree) {
    const before = below.get(path);
    if (before === undefined && path !== '/') lines.push(`added ${path}`);
    else if (before !== undefined && before !== version) lines.push(`changed ${path}`);
  }
  return lines;
}

/** Versions of one path that the same layer hides are one group, and their numbers follow each other. */
function lastOfGroup(table: PathTable, version: number): number {
  let last = version;
  while (table.versionPath[last + 1] === table.versionPath[version] && startOfGroup(table, last + 1) <= version) last++;
  return last;
}
