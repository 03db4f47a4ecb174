import type { Digest } from '../../../shared/oci/digest.ts';
import { isForeignLayer, unreadableLayer } from '../../../shared/oci/media-type.ts';
import { readStart, type Members } from './members/members.ts';
import { detectCompression, MAGIC_BYTES } from '../compression/detect.ts';
import type { StoredLayer } from './source.ts';

/** A layer as some document lists it. */
export interface LayerClaim extends Pick<StoredLayer, 'digest' | 'claimedBy' | 'mediaType' | 'annotations'> {
  /** Names of the blob, likeliest first. */
  readonly names: readonly string[];
}

/** Looks a layer up and sniffs its compression. Never fails for what the archive lacks: that is the layer's problem. */
export async function storedLayer(members: Members, claim: LayerClaim): Promise<StoredLayer> {
  const { digest, claimedBy, mediaType, annotations, names } = claim;
  const member = names[0] ?? '';
  const absent = { region: null, compression: 'none', digest, claimedBy, mediaType, annotations, member } as const;
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop
    const found = await members.find(name);
    switch (found.kind) {
      case 'absent':
        continue;
      case 'unsafe':
        return {
          ...absent,
          problem: `Its file ${member} is a link that leads outside the archive; it is not followed.`,
        };
      case 'loop':
        return {
          ...absent,
          problem: `Its file ${member} is a link that leads round in a circle; save the image again.`,
        };
      case 'not-a-file':
        return {
          ...absent,
          problem: `Its file ${member} is a folder, device or pipe, not a tar; save the image again.`,
        };
      case 'file': {
        // oxlint-disable-next-line no-await-in-loop
        const compression = detectCompression(await readStart(found.region, MAGIC_BYTES));
        const why = unreadableLayer(mediaType, annotations);
        const layer = { ...absent, region: found.region, compression, member: found.name };
        return why === undefined ? layer : { ...layer, problem: `This layer ${why}, which Outcrop cannot read.` };
      }
    }
  }
  const foreign = isForeignLayer(mediaType) ? '; its registry does not let it be copied' : '';
  return { ...absent, problem: `Its file ${member} is not in this archive${foreign}.` };
}

/**
 * The digest that a member's name states: `blobs/sha256/<hex>`, `sha256:<hex>` (crane), `<hex>.tar.gz` (crane, jib),
 * `<hex>.json` (Docker's configs). Other names, such as `<id>/layer.tar`, state none.
 */
export function digestInName(name: string): Digest | null {
  const match =
    /(?:^|\/)blobs\/(sha256)\/([0-9a-f]{64})(?:\.tar(?:\.\w+)?)?$/.exec(name) ??
    /^(?:(sha256):)?([0-9a-f]{64})(?:\.json|\.tgz|\.tar\.\w+)?$/.exec(name);
  return match === null ? null : (`sha256:${match[2] ?? ''}` as Digest);
}
