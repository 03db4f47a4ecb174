import type { ImageHandle, ImageSummary } from '../../../shared/model/image.ts';
import { parseDigest } from '../../../shared/oci/digest.ts';
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
    ...baseOf(stored.manifest),
    ...(stored.attests !== undefined && { attests: stored.attests }),
    ...(stored.problem !== undefined && { problem: stored.problem.message }),
  };
}

function baseOf(manifest: StoredDocument | null): Pick<ImageSummary, 'baseName' | 'baseDigest'> {
  const json = manifest && parseJson(manifest.bytes);
  const annotations = json?.kind === 'json' ? parseManifest(json.value)?.annotations : undefined;
  const name = annotations?.['org.opencontainers.image.base.name'];
  const digest = parseDigest(annotations?.['org.opencontainers.image.base.digest'] ?? '');
  return { ...(name && { baseName: name.slice(0, MOST_NAME) }), ...(digest && { baseDigest: digest }) };
}
