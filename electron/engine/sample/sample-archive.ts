import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packFiles, packLayer } from './pack-layer.ts';
import { SAMPLE_IMAGES, type SampleImage, type SampleLayer, type Step } from './story.ts';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

interface Blobs {
  readonly add: (mediaType: string, bytes: Buffer) => Descriptor;
  readonly files: () => { readonly name: string; readonly bytes: Buffer }[];
}

interface PackedLayer {
  readonly descriptor: Descriptor;
  readonly diffID: string;
}

/** Of the members of the archive itself, seconds since the epoch: the day the newest image says it was made. */
const ARCHIVE_TIME = seconds('2026-03-09T10:05:17Z');
const OCI = 'application/vnd.oci.image';

/**
 * Writes the built-in sample image.
 * @param file replaced when it is there; its folder is made
 */
export async function writeSample(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await makeSample());
}

/**
 * The built-in sample: one tar that is an OCI archive and a docker-archive at once, as Docker 25 saves, with two
 * images that share their lowest layers. The same bytes every time; only the compressed form of the gzip layers
 * may differ with another zlib, never a diffID or an image ID.
 */
export async function makeSample(): Promise<Buffer> {
  const blobs = createBlobs();
  const layers = new Map<SampleLayer, PackedLayer>();
  const manifests: unknown[] = [];
  const dockerManifest: unknown[] = [];
  for (const image of SAMPLE_IMAGES) {
    const packed = [];
    for (const step of image.steps) {
      if (!step.layer) continue;
      const known = layers.get(step.layer) ?? (await packOnce(step.layer, step, blobs));
      layers.set(step.layer, known);
      packed.push(known);
    }
    const config = blobs.add(`${OCI}.config.v1+json`, json(configOf(image, packed)));
    const manifest = blobs.add(
      `${OCI}.manifest.v1+json`,
      json({
        schemaVersion: 2,
        mediaType: `${OCI}.manifest.v1+json`,
        config,
        layers: packed.map(({ descriptor }) => descriptor),
      }),
    );
    manifests.push({
      ...manifest,
      annotations: {
        'io.containerd.image.name': `docker.io/${image.repository}:${image.tag}`,
        'org.opencontainers.image.ref.name': image.tag,
      },
      platform: { architecture: 'amd64', os: 'linux' },
    });
    dockerManifest.push({
      Config: blobPath(config),
      RepoTags: [`${image.repository}:${image.tag}`],
      Layers: packed.map(({ descriptor }) => blobPath(descriptor)),
    });
  }
  const index = { schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests };
  return packFiles(
    [
      { name: 'oci-layout', bytes: json({ imageLayoutVersion: '1.0.0' }) },
      { name: 'index.json', bytes: json(index) },
      { name: 'manifest.json', bytes: json(dockerManifest) },
      ...blobs.files(),
    ],
    ARCHIVE_TIME,
  );
}

async function packOnce(layer: SampleLayer, step: Step, blobs: Blobs): Promise<PackedLayer> {
  const tar = await packLayer(layer.entries, seconds(step.created));
  const diffID = sha256(tar);
  if (layer.compression === 'none') return { diffID, descriptor: blobs.add(`${OCI}.layer.v1.tar`, tar) };
  return { diffID, descriptor: blobs.add(`${OCI}.layer.v1.tar+gzip`, gzip(tar)) };
}

/** The tenth byte names the system that compressed (RFC 1952 §2.3.1); 255 is "unknown", so that no machine shows. */
function gzip(bytes: Buffer): Buffer {
  const packed = gzipSync(bytes, { level: 9 });
  packed[9] = 255;
  return packed;
}

function configOf(image: SampleImage, layers: readonly PackedLayer[]): unknown {
  return {
    architecture: 'amd64',
    os: 'linux',
    created: image.steps.at(-1)?.created,
    config: image.runtime,
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffID }) => diffID) },
    history: image.steps.map(({ created, createdBy, comment, layer }) => ({
      created,
      created_by: createdBy,
      ...(comment && { comment }),
      ...(!layer && { empty_layer: true }),
    })),
  };
}

function createBlobs(): Blobs {
  const byDigest = new Map<string, Buffer>();
  return {
    add(mediaType, bytes) {
      const digest = sha256(bytes);
      byDigest.set(digest, bytes);
      return { mediaType, digest, size: bytes.length };
    },
    files: () =>
      [...byDigest]
        .map(([digest, bytes]) => ({ name: `blobs/${digest.replace(':', '/')}`, bytes }))
        .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

function blobPath({ digest }: Descriptor): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function seconds(rfc3339: string): number {
  return Date.parse(rfc3339) / 1000;
}
