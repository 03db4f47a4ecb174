import type { ImageHandle, ImageSummary } from '../../../shared/model/image.ts';
import { parseJson } from '../oci/json.ts';
import { parseManifest } from '../oci/manifest.ts';
import type { StoredDocument, StoredImage } from '../sources/source.ts';
import type { ImageDescription } from './describe-image.ts';

/** Longest name told of a base image. */
const MOST_NAME = 512;

/** One choice of the picker. */
export function summarizeImage(
  handle: ImageHandle,
  stored: StoredImage,
  { platform, created }: Pick<ImageDescription, 'platform' | 'created'>,
): ImageSummary {
  const present = stored.layers.flatMap(({ region }) => (region === null ? [] : [region.size]));
  const baseName = baseNameOf(stored.manifest);
  return {
    handle,
    kind: stored.kind,
    id: stored.config?.digest ?? null,
    manifestDigest: stored.manifestDigest,
    names: stored.names,
    platform,
    created,
    layerCount: stored.layers.length,
    absentLayers: stored.layers.length - present.length,
    blobSize: present.reduce((sum, size) => sum + size, 0),
    ...(baseName !== undefined && { baseName }),
    ...(stored.attests !== undefined && { attests: stored.attests }),
    ...(stored.problem !== undefined && { problem: stored.problem.message }),
  };
}

function baseNameOf(manifest: StoredDocument | null): string | undefined {
  const json = manifest && parseJson(manifest.bytes);
  if (json?.kind !== 'json') return undefined;
  const name = parseManifest(json.value)?.annotations['org.opencontainers.image.base.name'];
  return name ? name.slice(0, MOST_NAME) : undefined;
}
