import { DEFAULT_LIMITS } from '../limits/limits.ts';

/** What an untrusted layer may cost; `limits/limits.ts` says why. Each is named in the sentence that refuses. */
export const TAR_LIMIT = {
  metaBytes: DEFAULT_LIMITS['header-bytes'],
  sparseExtensionBytes: DEFAULT_LIMITS['sparse-map-bytes'],
  metaHeaders: DEFAULT_LIMITS['headers-per-entry'],
  depth: DEFAULT_LIMITS['path-depth'],
  nameBytes: DEFAULT_LIMITS['layer-name-bytes'],
  componentBytes: DEFAULT_LIMITS['name-bytes'],
  rareBytes: DEFAULT_LIMITS['layer-xattr-bytes'],
  warningsPerCode: DEFAULT_LIMITS['warnings-per-kind'],
} as const;

/** Bytes of a tar block: headers and bodies are padded to it. */
export const BLOCK = 512;
