import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { cachedImage, type BenchImage } from './layout.ts';
import { createTarWriter } from './tar-writer.ts';
import { createFiller, createRandom } from './words.ts';

const PIECE = 64 << 20;

/** One gzip layer, one stream, of files with the same content. */
export interface LargeGzip {
  readonly image: BenchImage;
  /** Names of its files, with a slash before. */
  readonly paths: readonly string[];
  /** Content of each. */
  readonly piece: Buffer;
}

/**
 * A layer that takes a minute to inflate is written in seconds: the same bytes are deflated once, up to a full flush, and
 * stand in the stream again and again. Its blocks are of the usual size and begin at any bit, as those of any gzip.
 * @param count files of 64 MiB; 32 of them are about 0.75 GiB as stored
 */
export async function largeGzip(cache: string, count: number): Promise<LargeGzip> {
  const paths = Array.from({ length: count }, (_, file) => `/data/part-${String(file).padStart(4, '0')}.bin`);
  const room = Buffer.alloc(PIECE + 16);
  createFiller(createRandom(11))(room, PIECE);
  const piece = room.subarray(0, PIECE);
  const image = await cachedImage(cache, `large-${count}-gzip`, 'gzip', async (blobs) => [
    writeLayer(blobs, paths, piece),
  ]);
  return { image, paths, piece };
}

function writeLayer(blobs: string, paths: readonly string[], piece: Buffer) {
  const unnamed = join(blobs, 'unfinished');
  const out = openSync(unnamed, 'w');
  const blob = createHash('sha256');
  const tar = createHash('sha256');
  let [size, tarSize, crc] = [0, 0, 0];
  const write = (bytes: Buffer) => {
    for (let at = 0; at < bytes.length;) at += writeSync(out, bytes, at);
    blob.update(bytes);
    size += bytes.length;
  };
  const put = (bytes: Buffer, deflated = deflate(bytes)) => {
    tar.update(bytes);
    crc = crc32(bytes, crc);
    tarSize += bytes.length;
    write(deflated);
  };
  write(Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255));
  const deflated = deflate(piece);
  for (const path of paths) {
    put(headerOf(join(blobs, 'header'), path.slice(1), piece));
    put(piece, deflated);
  }
  put(Buffer.alloc(1024));
  const trailer = Buffer.alloc(10);
  // An empty last block.
  trailer.writeUInt16LE(0x0003, 0);
  trailer.writeUInt32LE(crc, 2);
  trailer.writeUInt32LE(tarSize % 2 ** 32, 6);
  write(trailer);
  closeSync(out);
  const hex = blob.digest('hex');
  const file = join(blobs, hex);
  renameSync(unnamed, file);
  const diffID = `sha256:${tar.digest('hex')}`;
  return { file, digest: `sha256:${hex}`, diffID, size, tarSize, entries: paths.length };
}

/** Not the last block, and up to a whole byte: another piece may follow, which refers to nothing before it. */
function deflate(bytes: Buffer): Buffer {
  return deflateRawSync(bytes, { level: 6, finishFlush: constants.Z_FULL_FLUSH });
}

function headerOf(scratch: string, name: string, body: Buffer): Buffer {
  const tar = createTarWriter(scratch);
  tar.file(name, body);
  tar.end();
  const header = Buffer.from(readFileSync(scratch).subarray(0, 512));
  rmSync(scratch);
  return header;
}
