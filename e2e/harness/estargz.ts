import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { blobPath, descriptor, file, json, sha256 } from './image-parts.ts';
import { layOut } from './members.ts';

/** A file of a layer: `piece` over and over. */
export interface RepeatedFile {
  readonly name: string;
  readonly piece: Buffer;
  readonly times: number;
}

/** A row of the table of contents, as stargz-snapshotter's docs/estargz.md has it. */
export type TocRow = Readonly<Record<string, unknown>> & { readonly name: string };

export interface EstargzLayer {
  readonly blob: Buffer;
  readonly diffID: string;
}

const BLOCK = 512;

/**
 * An eStargz layer: every header and every piece is a gzip member, and a table says where. Equal pieces are compressed
 * once, so that a layer which takes seconds to read is written in a moment.
 * @param lie changes the table
 */
export async function estargzLayer(
  files: readonly RepeatedFile[],
  lie: (rows: readonly TocRow[]) => readonly TocRow[] = (rows) => rows,
): Promise<EstargzLayer> {
  const parts: Buffer[] = [];
  let at = 0;
  const tar = createHash('sha256');
  const put = (bytes: Buffer, stored = gzipSync(bytes)) => {
    tar.update(bytes);
    parts.push(stored);
    at += stored.length;
  };
  const rows: TocRow[] = [];
  for (const { name, piece, times } of files) {
    const size = piece.length * times;
    put(await header(name, size));
    const member = gzipSync(piece);
    const hash = createHash('sha256');
    for (let time = 0; time < times; time += 1) hash.update(piece);
    const digest = `sha256:${hash.digest('hex')}`;
    const chunk = { chunkSize: piece.length, chunkDigest: `sha256:${sha256(piece)}` };
    for (let time = 0; time < times; time += 1) {
      const place = { ...chunk, offset: at, chunkOffset: time * piece.length };
      if (time === 0) rows.push({ name, type: 'reg', size, mode: 0o644, digest, ...place });
      else rows.push({ name, type: 'chunk', ...place });
      put(piece, member);
    }
    if (size % BLOCK > 0) put(Buffer.alloc(BLOCK - (size % BLOCK)));
  }
  const tocAt = at;
  const toc = Buffer.from(JSON.stringify({ version: 1, entries: lie(rows) }));
  const padding = Buffer.alloc((BLOCK - (toc.length % BLOCK)) % BLOCK);
  put(Buffer.concat([await header('stargz.index.json', toc.length), toc, padding, Buffer.alloc(2 * BLOCK)]));
  const extra = Buffer.from(`SG\u0016\0${tocAt.toString(16).padStart(16, '0')}STARGZ`, 'latin1');
  const head = Buffer.of(0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, extra.length, 0);
  const nothing = Buffer.of(1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0);
  return { blob: Buffer.concat([...parts, head, extra, nothing]), diffID: `sha256:${tar.digest('hex')}` };
}

/** The header alone. */
async function header(name: string, size: number): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name, size, mode: 0o644, mtime: new Date(0) });
  return new Promise((done) => archive.once('data', (bytes) => done(bytes as Buffer)));
}

/** An OCI layout in `folder` with one image of this one layer. */
export async function estargzImage(folder: string, { blob, diffID }: EstargzLayer): Promise<void> {
  const type = 'application/vnd.oci.image';
  const config = json({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [diffID] } });
  const layers = [descriptor(`${type}.layer.v1.tar+gzip`, blob)];
  const mediaType = `${type}.manifest.v1+json`;
  const manifest = json({ schemaVersion: 2, mediaType, config: descriptor(`${type}.config.v1+json`, config), layers });
  await layOut(
    [
      ...[config, blob, manifest].map((bytes) => file(blobPath(`sha256:${sha256(bytes)}`), bytes)),
      file('index.json', json({ schemaVersion: 2, manifests: [descriptor(mediaType, manifest)] })),
      file('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
    ],
    folder,
  );
}
