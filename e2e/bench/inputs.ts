import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { cachedImage, type BenchImage, type LayerForm, type MadeLayer } from './layout.ts';
import { createTarWriter, type TarWriter } from './tar-writer.ts';
import { createFiller, createRandom } from './words.ts';

const FILES_PER_FOLDER = 490;
/** Files of the image that stands for a real root file system. */
const ROOTFS_FILES = 20_000;

interface Plan {
  readonly name: string;
  readonly form: LayerForm;
  readonly layers: readonly ((tar: TarWriter) => void)[];
}

/** One layer of `count` small files in folders, like node_modules. */
export function smallFiles(cache: string, count: number): Promise<BenchImage> {
  return cached(cache, { name: `files-${count}`, form: 'raw', layers: [(tar) => fillSmall(tar, count)] });
}

/** Eight layers over one another with whiteouts, opaque folders and replaced files. */
export function overlappingLayers(cache: string, perLayer: number): Promise<BenchImage> {
  const layers = Array.from({ length: 8 }, (_, layer) => (tar: TarWriter) => fillOverlapping(tar, layer, perLayer));
  return cached(cache, { name: `stack-8x${perLayer}`, form: 'raw', layers });
}

/** Forty layers with `count` files together, each over the ones below. */
export function manyLayers(cache: string, count: number): Promise<BenchImage> {
  const layers = Array.from(
    { length: 40 },
    (_, layer) => (tar: TarWriter) => fillOverlapping(tar, layer, Math.ceil(count / 40)),
  );
  return cached(cache, { name: `stack-40-${count}`, form: 'raw', layers });
}

/** One layer that is as large and as compressible as that of a real image. */
export function rootfs(cache: string, megabytes: number, form: LayerForm): Promise<BenchImage> {
  const layers = [(tar: TarWriter) => fillRootfs(tar, megabytes * 1_000_000)];
  return cached(cache, { name: `rootfs-${megabytes}M-${form}`, form, layers });
}

/** Two images on one base, and what they do not share as an image of its own. */
export interface BenchPair {
  readonly before: BenchImage;
  readonly after: BenchImage;
  /** The upper layers of both, one on the other. */
  readonly unshared: BenchImage;
}

/** Two builds of `count` files each: one half is the base, of the other most files are the same though built anew. */
export async function sharedBase(cache: string, count: number, form: LayerForm): Promise<BenchPair> {
  const base = (tar: TarWriter) => fillBuild(tar, 'usr/lib', count / 2, 0);
  const builds = [1, 2].map((build) => (tar: TarWriter) => fillBuild(tar, 'srv/app', count / 2, build));
  const image = (name: string, layers: Plan['layers']) =>
    cached(cache, { name: `${name}-${count}-${form}`, form, layers });
  return {
    before: await image('build-1', [base, builds[0]!]),
    after: await image('build-2', [base, builds[1]!]),
    unshared: await image('builds', builds),
  };
}

/** Two images of `count` files that share no layer; every tenth file differs. */
export async function nothingShared(cache: string, count: number): Promise<Pick<BenchPair, 'before' | 'after'>> {
  const image = (build: number) =>
    cached(cache, {
      name: `alone-${build}-${count}`,
      form: 'raw',
      layers: [(tar) => fillBuild(tar, 'srv/app', count, build)],
    });
  return { before: await image(1), after: await image(2) };
}

function cached(cache: string, { name, form, layers }: Plan): Promise<BenchImage> {
  return cachedImage(cache, name, form, async (blobs) => {
    const made = [];
    for (const fill of layers) made.push(await makeLayer(blobs, fill, form));
    return made;
  });
}

async function makeLayer(blobs: string, fill: (tar: TarWriter) => void, form: LayerForm): Promise<MadeLayer> {
  const unnamed = join(blobs, 'unfinished');
  const tar = createTarWriter(unnamed);
  fill(tar);
  const { digest: diffID, size: tarSize, entries } = tar.end();
  const digest = form === 'raw' ? diffID : await compress(unnamed, form);
  const file = join(blobs, digest.replace('sha256:', ''));
  renameSync(unnamed, file);
  return { diffID, digest, size: statSync(file).size, tarSize, entries, file };
}

/** Replaces the file by its compressed form. @returns the digest of that */
async function compress(file: string, form: 'gzip' | 'zstd'): Promise<string> {
  const hash = createHash('sha256');
  const packed = `${file}.packed`;
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 20 }),
    form === 'gzip' ? createGzip({ level: 6 }) : createZstdCompress(),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(packed),
  );
  renameSync(packed, file);
  return `sha256:${hash.digest('hex')}`;
}

function fillSmall(tar: TarWriter, count: number): void {
  const body = Buffer.from('module.exports = require("./lib/index.js");\n'.repeat(8));
  for (let file = 0; file < count; file += 1) {
    const folder = Math.floor(file / FILES_PER_FOLDER);
    const path = `srv/app/node_modules/package-${String(folder).padStart(5, '0')}/dist/esm`;
    if (file % FILES_PER_FOLDER === 0) tar.dir(path);
    tar.file(`${path}/module-${String(file % FILES_PER_FOLDER).padStart(4, '0')}.js`, body.subarray(0, file % 351));
  }
}

/** Of 20 files one is in build 1 only, one in build 2 only, and two are other bytes of the same size. */
function fillBuild(tar: TarWriter, root: string, count: number, build: number): void {
  const body = Buffer.from('export const answer = require("./question.js");\n'.repeat(96));
  for (let file = 0; file < count; file += 1) {
    const path = `${root}/part-${String(Math.floor(file / 64)).padStart(5, '0')}`;
    if (file % 64 === 0) tar.dir(path);
    if (file % 20 === 3 * build) continue;
    const size = (file * 37) % 4096;
    const bytes = body.subarray(file % 48, (file % 48) + size);
    const changed = file % 10 === 5 && size > 0;
    tar.file(`${path}/module-${file}.js`, changed ? Buffer.concat([Buffer.of(48 + build), bytes.subarray(1)]) : bytes);
  }
}

/**
 * Layer 0 has all its files; each later one replaces a part, adds a part, and deletes. Half of the entries of a layer
 * touch what is below.
 */
function fillOverlapping(tar: TarWriter, layer: number, count: number): void {
  const folders = Math.ceil(count / 100);
  const body = Buffer.from(`content of layer ${layer}\n`.repeat(16));
  const small = body.subarray(0, 64 + layer);
  for (let folder = 0; folder < folders; folder += 1) {
    const old = `usr/lib/part-${String(folder).padStart(5, '0')}`;
    tar.dir(old);
    if (layer > 0 && (folder + layer) % 97 === 0) tar.file(`${old}/.wh..wh..opq`, small.subarray(0, 0), 0o755);
    for (let file = 0; file < 98; file += 1) {
      const own = layer > 0 && file % 2 === 1;
      const name = own ? `new-${layer}-${file}.so` : `file-${file}.so`;
      if (layer > 0 && !own && (file + layer) % 14 === 0) tar.file(`${old}/.wh.${name}`, small.subarray(0, 0), 0o600);
      else if (layer === 5 && file === 48) tar.symlink(`${old}/${name}`, 'file-0.so');
      else tar.file(`${old}/${name}`, small);
    }
  }
}

/** Log-like sizes: many small files, few large ones. */
function fillRootfs(tar: TarWriter, bytes: number): void {
  const random = createRandom(7);
  const fill = createFiller(random);
  const weights = Array.from({ length: ROOTFS_FILES }, () => 2 ** ((random() % 1000) / 80));
  const scale = bytes / weights.reduce((sum, weight) => sum + weight, 0);
  const largest = Math.ceil(2 ** (1000 / 80) * scale);
  const body = Buffer.alloc(largest + 16);
  for (const [file, weight] of weights.entries()) {
    const folder = `usr/share/part-${String(Math.floor(file / 64)).padStart(4, '0')}`;
    if (file % 64 === 0) tar.dir(folder);
    const size = Math.floor(weight * scale);
    fill(body, size);
    tar.file(`${folder}/file-${file}.bin`, body.subarray(0, size));
  }
}
