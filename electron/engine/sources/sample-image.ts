import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { pack, type Header, type Pack } from 'tar-stream';

/** For tests only: archives made by tar-stream, so that the product's reader is proved by another's writer. */
export interface SampleMember {
  readonly name: string;
  /** Text, bytes, or a value to be written as JSON. */
  readonly body?: unknown;
  readonly type?: Header['type'];
  readonly link?: string;
}

export function packMembers(members: readonly SampleMember[]): Pack {
  const archive = pack();
  for (const { name, body = '', type = 'file', link } of members)
    archive.entry(
      { name, type: type ?? 'file', mtime: new Date(0), ...(link !== undefined && { linkname: link }) },
      type === 'file' ? Buffer.from(bytesOf(body)) : '',
    );
  archive.finalize();
  return archive;
}

export async function writeArchive(path: string, members: readonly SampleMember[]): Promise<string> {
  await pipeline(packMembers(members), createWriteStream(path));
  return path;
}

/** The same members as files of a folder; links are left out. */
export async function writeFolder(path: string, members: readonly SampleMember[]): Promise<string> {
  await mkdir(path, { recursive: true });
  for (const { name, body = '', type = 'file' } of members) {
    if (type !== 'file') continue;
    const file = join(path, name);
    // oxlint-disable-next-line no-await-in-loop
    await mkdir(dirname(file), { recursive: true });
    // oxlint-disable-next-line no-await-in-loop
    await writeFile(file, bytesOf(body));
  }
  return path;
}

export function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

export function hexOf(body: unknown): string {
  return createHash('sha256').update(bytesOf(body)).digest('hex');
}

export function digestOf(body: unknown): string {
  return `sha256:${hexOf(body)}`;
}

/** A layer's tar with one file of that text. @param blocks bytes of the file in tar blocks, to tell layers by their size */
function layerTar(text: string, blocks: number): Promise<Buffer> {
  return buffer(packMembers([{ name: `etc/${text}`, body: text.padEnd(512 * blocks, text) }]));
}

export interface SampleImage {
  readonly config: unknown;
  /** Uncompressed, base first. */
  readonly layers: readonly Buffer[];
  readonly zipped: readonly Buffer[];
}

/** An image of layers that each hold one file, a block larger than the one below, with a history of one row per layer and one empty row. */
export async function sampleImage(
  texts: readonly string[],
  platform: { os: string; architecture: string; variant?: string } = { os: 'linux', architecture: 'amd64' },
): Promise<SampleImage> {
  const layers = await Promise.all(texts.map((text, n) => layerTar(text, n + 1)));
  const config = {
    created: '2024-01-02T03:04:05Z',
    ...platform,
    config: { Env: ['A=b'] },
    rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
    history: [...texts.map((text) => ({ created_by: `ADD ${text}` })), { created_by: 'CMD ["sh"]', empty_layer: true }],
  };
  return { config, layers, zipped: layers.map((layer) => gzipSync(layer)) };
}

export function descriptor(mediaType: string, body: unknown, more: object = {}): Record<string, unknown> {
  return { mediaType, digest: digestOf(body), size: bytesOf(body).length, ...more };
}

export function blob(body: unknown): SampleMember {
  return { name: `blobs/sha256/${hexOf(body)}`, body };
}

/** The OCI manifest of an image and all blobs of it, itself first. */
export function ociManifest({ config, zipped }: SampleImage): { manifest: unknown; blobs: readonly SampleMember[] } {
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: descriptor('application/vnd.oci.image.config.v1+json', config),
    layers: zipped.map((layer) => descriptor('application/vnd.oci.image.layer.v1.tar+gzip', layer)),
  };
  return { manifest, blobs: [manifest, config, ...zipped].map(blob) };
}

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const LAYOUT: SampleMember = { name: 'oci-layout', body: { imageLayoutVersion: '1.0.0' } };
