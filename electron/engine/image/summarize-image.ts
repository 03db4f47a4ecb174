import type { ImageHandle, ImageSummary } from '../../../shared/model/image.ts';
import type { StoredImage } from '../sources/source.ts';
import type { ImageDescription } from './describe-image.ts';

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
    ...(stored.attests !== undefined && { attests: stored.attests }),
    ...(stored.problem !== undefined && { problem: stored.problem.message }),
  };
}
