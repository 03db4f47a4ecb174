import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An OCI layout folder: its blobs are plain files, so that a peer reads the very bytes that the product reads. */
export interface BenchImage {
  readonly path: string;
  /** Files of the layers as stored, base first. */
  readonly layers: readonly string[];
  readonly entries: number;
  readonly diffIDs: readonly string[];
  /** Bytes of the uncompressed layers. */
  readonly tarSize: number;
}

export type LayerForm = 'raw' | 'gzip' | 'zstd';

/** A layer that lies in the folder of blobs already. */
export interface MadeLayer {
  readonly file: string;
  readonly digest: string;
  readonly diffID: string;
  /** Bytes as stored. */
  readonly size: number;
  readonly tarSize: number;
  readonly entries: number;
}

/** Grows when the bytes of any input change, so that a cached one is not taken for the new one. */
const VERSION = 2;

/**
 * The image of that name in the cache, made when it is not there.
 * @param makeLayers writes the layers into a folder of blobs, base first
 */
export async function cachedImage(
  cache: string,
  name: string,
  form: LayerForm,
  makeLayers: (blobs: string) => Promise<readonly MadeLayer[]>,
): Promise<BenchImage> {
  const path = join(cache, `v${VERSION}-${name}`);
  const facts = `${path}.json`;
  if (!existsSync(facts)) {
    process.stderr.write(`making ${name}\n`);
    rmSync(path, { recursive: true, force: true });
    const blobs = join(path, 'blobs', 'sha256');
    mkdirSync(blobs, { recursive: true });
    writeFileSync(facts, JSON.stringify(writeLayout(path, name, form, await makeLayers(blobs))));
  }
  const { default: image } = (await import(facts, { with: { type: 'json' } })) as { default: BenchImage };
  return image;
}

function writeLayout(path: string, name: string, form: LayerForm, layers: readonly MadeLayer[]): BenchImage {
  const put = (text: string) => {
    const digest = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(path, 'blobs', 'sha256', digest), text);
    return { digest: `sha256:${digest}`, size: text.length };
  };
  const config = put(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffID }) => diffID) },
      history: layers.map((_, index) => ({ created_by: `COPY layer ${index}` })),
    }),
  );
  const suffix = form === 'raw' ? '' : `+${form}`;
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = put(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: layers.map(({ digest, size }) => ({
        mediaType: `application/vnd.oci.image.layer.v1.tar${suffix}`,
        digest,
        size,
      })),
    }),
  );
  const annotations = { 'org.opencontainers.image.ref.name': name };
  const index = { schemaVersion: 2, manifests: [{ mediaType, ...manifest, annotations }] };
  writeFileSync(join(path, 'index.json'), JSON.stringify(index));
  writeFileSync(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  return {
    path,
    layers: layers.map(({ file }) => file),
    diffIDs: layers.map(({ diffID }) => diffID),
    entries: layers.reduce((sum, { entries }) => sum + entries, 0),
    tarSize: layers.reduce((sum, { tarSize }) => sum + tarSize, 0),
  };
}
