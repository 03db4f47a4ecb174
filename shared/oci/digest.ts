import type { Brand } from '../brand.ts';

/** Hash of bytes as stored: a blob, a manifest, a config. `algorithm:hex` (image-spec descriptor.md, Digests). */
export type Digest = Brand<string, 'Digest'>;
/** Digest of a layer's whole uncompressed tar (image-spec config.md, Layer DiffID). */
export type DiffID = Brand<string, 'DiffID'>;
/** Digest of a stack of layers, base first (image-spec config.md, Layer ChainID). */
export type ChainID = Brand<string, 'ChainID'>;

const GRAMMAR = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/;
const HEX_LENGTH: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128, blake3: 64 };

function isDigest(text: string): boolean {
  if (text.length > 256 || !GRAMMAR.test(text)) return false;
  const [algorithm = '', encoded = ''] = text.split(':');
  const length = HEX_LENGTH[algorithm];
  return length === undefined || (encoded.length === length && /^[0-9a-f]+$/.test(encoded));
}

/** @returns undefined when `text` is not a digest by the grammar of descriptor.md, or its hex has the wrong length */
export function parseDigest(text: unknown): Digest | undefined {
  return typeof text === 'string' && isDigest(text) ? (text as Digest) : undefined;
}

/** @returns undefined when `text` is not a digest */
export function parseDiffID(text: unknown): DiffID | undefined {
  return typeof text === 'string' && isDigest(text) ? (text as DiffID) : undefined;
}

/** The part before the colon, such as `sha256`. */
export function algorithmOf(digest: Digest | DiffID | ChainID): string {
  return digest.slice(0, digest.indexOf(':'));
}

/** The part after the colon: the whole hex for registered algorithms. */
export function encodedOf(digest: Digest | DiffID | ChainID): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** The first 12 hex digits, as Docker shows IDs. For people; never for comparing. */
export function shortDigest(digest: Digest | DiffID | ChainID): string {
  return encodedOf(digest).slice(0, 12);
}
