import { DEFAULT_LIMITS } from '../limits/limits.ts';

/**
 * What an archive may ask of Outcrop before it is refused, where no setting changes it; those that may be set come in
 * with `OpenSourceOptions.limits`. Bytes unless named otherwise. Each is checked before the bytes are read.
 */
const MiB = 1024 * 1024;

/** Blobs of artifacts and attestations that are shown as documents: how large, and how many of one manifest. */
export const MAX_ARTIFACT_DOCUMENT_SIZE = 8 * MiB;
export const MAX_ARTIFACT_DOCUMENTS = 100;
/** Names kept of one image, and bytes of one name. */
export const MAX_NAMES = DEFAULT_LIMITS['image-names'];
export const MAX_NAME_SIZE = 1024;
/** Warnings kept of one source. */
export const MAX_WARNINGS = DEFAULT_LIMITS.warnings;
/** Links followed to one member. */
export const MAX_LINK_HOPS = 8;
/** An outer compression is stripped at most this often (`x.tar.gz` inside gzip). */
export const MAX_OUTER_COMPRESSIONS = DEFAULT_LIMITS.compressions;
/** Room that unpacking leaves on the disk. */
export const MIN_FREE_SPACE = 256 * MiB;
