import type { Region } from '../../bytes/region.ts';
import type { StoredImage } from '../source.ts';

/** A plain tar as an image of one layer: `docker export`, `buildctl … type=tar`, or a layer by itself. */
export function rootfsImage(region: Region, member: string): StoredImage {
  return {
    kind: 'image',
    names: [],
    platform: null,
    manifest: null,
    manifestDigest: null,
    config: null,
    layers: [
      {
        region,
        compression: 'none',
        digest: null,
        claimedBy: 'the file itself',
        mediaType: null,
        annotations: {},
        member,
      },
    ],
    documents: [],
  };
}
