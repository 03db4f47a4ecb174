import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { versionAsOf } from './as-of.ts';
import { mergeLayers } from './merge.ts';
import { buildLower, lstatIn, openOverlayLab } from './overlay.test-support.ts';
import type { PathTable } from './path-table.ts';
import { pathText } from './path-text.ts';
import { drawIndex, modeOf, type PictureEntry } from './picture.test-support.ts';
import { randomLayers, seededRandom } from './random-image.test-support.ts';

const IMAGES = 350;
const BATCH = 50;
const seed = Number(process.env['OUTCROP_SEED'] ?? Math.floor(Math.random() * 1e9));

const lab = openOverlayLab();
const where = lab ? `seed ${seed}` : 'skipped: needs Linux, root and overlay mounts';

afterAll(() => lab?.close());

describe.skipIf(!lab)(`the union equals the kernel's overlayfs (${where})`, () => {
  test.each(Array.from({ length: IMAGES / BATCH }, (_, i) => i * BATCH))('images %i and the 49 after it', (first) => {
    for (let image = first; image < first + BATCH; image++) {
      const layers = randomLayers(seededRandom(seed + image));
      const kernel = stackInKernel(image, layers);
      const table = mergeLayers(layers.map(drawIndex));
      for (const { layer, tree } of kernel.trees) {
        const ours = drawAsOf(table, layer, layers, kernel.dirs);
        expect(ours, `image ${seed + image} as of layer ${layer}: ${JSON.stringify(layers)}`).toEqual(tree);
      }
      fs.rmSync(kernel.at, { recursive: true });
    }
  });
});

interface Node {
  readonly type: string;
  readonly mode?: number;
  readonly owner?: string;
  readonly mtime?: number;
  readonly content?: string;
  readonly link?: string;
  /** Of the file in its layer: the same for all names of one inode. Directories have one of their own per mount. */
  readonly inode?: number;
}

/** Builds each layer as a lower directory and lets the kernel stack the first two, three … of them. */
function stackInKernel(image: number, layers: readonly (readonly PictureEntry[])[]) {
  const at = join(lab!.root, `image${image}`);
  fs.mkdirSync(at);
  const dirs: string[] = [];
  const mounts: string[] = [];
  const realPaths = new Map<number, string>();
  const trees: { layer: number; tree: Record<string, Node> }[] = [];
  for (const [layer, entries] of layers.entries()) {
    const dir = join(at, `l${layer}`);
    buildLower(lab!, dir, mounts.at(-1) ?? dirs.at(-1), entries, realPaths);
    dirs.push(dir);
    for (const file of walk(dir)) realPaths.set(fs.lstatSync(file).ino, file);
    if (layer > 0) {
      mounts.push(join(at, `m${layer}`));
      lab!.mount(dirs, mounts.at(-1)!);
    }
    trees.push({ layer, tree: readTree(mounts.at(-1) ?? dir) });
  }
  lab!.unmount(mounts);
  return { at, dirs, trees };
}

function readTree(root: string): Record<string, Node> {
  const tree: Record<string, Node> = {};
  for (const at of walk(root)) tree[at.slice(root.length + 1)] = describeFile(at, fs.lstatSync(at));
  return tree;
}

/** Everything below a folder. Not readdir's `recursive`, which follows links. */
function* walk(folder: string): Iterable<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = join(folder, entry.name);
    yield at;
    if (entry.isDirectory()) yield* walk(at);
  }
}

function describeFile(at: string, stat: fs.Stats): Node {
  const metadata = {
    mode: stat.mode & 0o7777,
    owner: `${stat.uid}:${stat.gid}`,
    mtime: Math.round(stat.mtimeMs / 1000),
  };
  if (stat.isDirectory()) return { type: 'dir', ...metadata };
  // Nothing can set the mode of a link, and its time is not of interest.
  if (stat.isSymbolicLink()) return { type: 'symlink', link: fs.readlinkSync(at), inode: stat.ino };
  if (stat.isFIFO()) return { type: 'fifo', ...metadata, inode: stat.ino };
  if (stat.isFile()) return { type: 'file', ...metadata, content: fs.readFileSync(at, 'utf8'), inode: stat.ino };
  return { type: `other ${stat.mode.toString(8)}` };
}

/** The same tree as the path table has it. */
function drawAsOf(
  table: PathTable,
  layer: number,
  layers: readonly (readonly PictureEntry[])[],
  dirs: readonly string[],
): Record<string, Node> {
  const tree: Record<string, Node> = {};
  for (let path = 1; path < table.length; path++) {
    const version = versionAsOf(table, path, layer);
    if (version !== -1) tree[nameOf(table, path)] = drawVersion(table, version, layers, dirs);
  }
  return tree;
}

function drawVersion(
  table: PathTable,
  version: number,
  layers: readonly (readonly PictureEntry[])[],
  dirs: readonly string[],
): Node {
  const holder = table.inode[version]!;
  const row = table.row[holder]!;
  if (row === -1) return { type: 'dir', mode: 0o755, owner: '0:0', mtime: 0 };
  const entry = layers[table.layer[holder]!]![row]!;
  const type = TYPE_CODES[table.type[version]!]!;
  const metadata = { mode: modeOf(entry), owner: `${entry.uid ?? 0}:${entry.gid ?? 0}`, mtime: entry.mtime ?? 0 };
  const inodeOf = (one: number) => lstatIn(dirs[table.layer[one]!]!, nameOf(table, table.versionPath[one]!))?.ino;
  const inode = inodeOf(version);
  expect(inodeOf(holder), `the inode of version ${version} lies where version ${holder} says`).toBe(inode);
  if (type === 'dir') return { type, ...metadata };
  if (type === 'symlink') return { type, link: entry.link!, inode: inode! };
  return { type, ...metadata, ...(type === 'file' && { content: entry.content! }), inode: inode! };
}

function nameOf(table: PathTable, path: number): string {
  return pathText(table, path).path.slice(1);
}
