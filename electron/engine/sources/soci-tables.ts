import { parseDigest, type Digest } from '../../../shared/oci/digest.ts';
import { parseJson } from '../oci/json.ts';
import { parseManifest } from '../oci/manifest.ts';
import type { StoredImage, StoredLayer } from './source.ts';

/** Version 1 names its image as `subject`, version 2 is named by an annotation of the image (soci/soci_index.go). */
const INDEX_TYPES: ReadonlySet<string | null | undefined> = new Set([
  'application/vnd.amazon.soci.index.v1+json',
  'application/vnd.amazon.soci.index.v2+json',
]);
const OF_LAYER = 'com.amazon.soci.image-layer-digest';

/**
 * Gives layers the tables of contents that SOCI indexes in the same archive have of them. A table is of a blob, by its
 * digest: which image the index was made for does not matter.
 */
export function withSociTables(images: readonly StoredImage[]): readonly StoredImage[] {
  const tables = new Map<Digest, NonNullable<StoredLayer['ztoc']>>();
  for (const index of images.filter(isSociIndex))
    for (const { annotations, region, digest, problem } of index.layers) {
      const layer = parseDigest(annotations[OF_LAYER]);
      if (layer !== undefined && region !== null && digest !== null && problem === undefined)
        tables.set(layer, { region, digest });
    }
  if (tables.size === 0) return images;
  return images.map((image) => ({
    ...image,
    layers: image.layers.map((layer) => {
      const ztoc = layer.digest === null ? undefined : tables.get(layer.digest);
      return ztoc === undefined ? layer : { ...layer, ztoc };
    }),
  }));
}

/** Whether a blob of an artifact is one, which is nothing to show as a document. */
export function isSociTable({ annotations }: Pick<StoredLayer, 'annotations'>): boolean {
  return annotations[OF_LAYER] !== undefined;
}

function isSociIndex({ kind, manifest }: StoredImage): boolean {
  if (kind !== 'artifact' || manifest === null) return false;
  const json = parseJson(manifest.bytes);
  const parsed = parseManifest(json.kind === 'json' ? json.value : null);
  return INDEX_TYPES.has(parsed?.config?.mediaType) || INDEX_TYPES.has(parsed?.artifactType);
}
