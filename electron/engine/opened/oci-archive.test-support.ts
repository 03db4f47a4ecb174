import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export async function tarOf(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, bytes] of Object.entries(files)) archive.entry({ name, mtime: new Date(0) }, bytes);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export interface Lie {
  readonly diffID?: string;
  readonly blob?: Buffer;
}

/** An OCI archive with a layer for each text: gzip, but the first raw. A lie is about the last layer. */
export async function ociArchive(texts: readonly string[], lie: Lie = {}): Promise<Buffer> {
  const tars = await Promise.all(texts.map(async (one) => tarOf({ [`${one}.txt`]: Buffer.from(one.repeat(200)) })));
  const blobs = tars.map((tar, i) => (i === 0 ? tar : gzipSync(tar)));
  const diffIDs = tars.map((tar) => `sha256:${sha256(tar)}`);
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: lie.diffID ? [...diffIDs.slice(0, -1), lie.diffID] : diffIDs },
      history: [],
    }),
  );
  const type = 'application/vnd.oci.image';
  const described = (bytes: Buffer, mediaType: string) => ({
    mediaType: `${type}.${mediaType}`,
    digest: `sha256:${sha256(bytes)}`,
    size: bytes.length,
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: `${type}.manifest.v1+json`,
      config: described(config, 'config.v1+json'),
      layers: blobs.map((blob, i) => described(blob, `layer.v1.tar${i === 0 ? '' : '+gzip'}`)),
    }),
  );
  const index = { schemaVersion: 2, manifests: [described(manifest, 'manifest.v1+json')] };
  const files = Object.fromEntries([config, manifest, ...blobs].map((one) => [`blobs/sha256/${sha256(one)}`, one]));
  const last = Object.keys(files).at(-1)!;
  return tarOf({
    'oci-layout': Buffer.from('{"imageLayoutVersion":"1.0.0"}'),
    'index.json': Buffer.from(JSON.stringify(index)),
    ...files,
    ...(lie.blob && { [last]: lie.blob }),
  });
}
