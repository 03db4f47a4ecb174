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

/** Ends of a sentence about a layer's file. */
const UNUSABLE = {
  unsafe: 'is a link that leads outside it; save the image again without such links',
  loop: 'is a link that leads round in a circle; save the image again',
  'not-a-file': 'is a folder, device or pipe, not a tar; save the image again',
} as const;

/** Looks a layer up and sniffs its compression. Never fails for what the archive lacks: that is the layer's problem. */
export async function storedLayer(members: Members, { names, ...claim }: LayerClaim): Promise<StoredLayer> {
  const member = names[0] ?? '';
  const absent = { ...claim, region: null, compression: 'none', member } as const;
  const label = `The layer file ${member} of ${members.path}`;
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop
    const found = await members.find(name);
    if (found.kind === 'absent') continue;
    if (found.kind !== 'file') return { ...absent, problem: `${label} ${UNUSABLE[found.kind]}.` };
    // oxlint-disable-next-line no-await-in-loop
    const compression = detectCompression(await readStart(found.region, MAGIC_BYTES));
    const layer = { ...absent, region: found.region, compression, member: found.name };
    const why = unreadableLayer(claim.mediaType, claim.annotations);
    if (why === undefined) return layer;
    return { ...layer, problem: `${label} ${why}, which Outcrop does not read; convert the image first.` };
  }
  const foreign = isForeignLayer(claim.mediaType);
  const advice = foreign ? 'its registry does not let it be copied' : 'save the image again with all its layers';
  return { ...absent, problem: `The layer file ${member} is not in ${members.path}; ${advice}.` };
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
