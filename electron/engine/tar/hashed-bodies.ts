import { createHash, hash as hashOnce, type Hash } from 'node:crypto';
import { sharedColumn } from '../bytes/shared-column.ts';
import { SHA256_BYTES } from '../bytes/sha256.ts';

/** `HashedBodies.state`. */
export const BODY = { unread: 0, hashed: 1, unreadable: 2 } as const;

/** sha256 of bodies of one layer, by row. Shared memory; pages of rows that nobody asked for cost nothing. */
export interface HashedBodies {
  readonly state: Uint8Array;
  readonly digests: Uint8Array;
}

export function emptyDigests(rows: number): HashedBodies {
  return { state: sharedColumn(Uint8Array, rows), digests: sharedColumn(Uint8Array, rows * SHA256_BYTES) };
}

/** Fills one row. @param body in pieces; a view is valid until the next is asked for */
export function hashBody(
  { state, digests }: HashedBodies,
  row: number,
  size: number,
  body: Iterable<Uint8Array>,
): void {
  let hash: Hash | undefined;
  let whole: string | undefined;
  for (const chunk of body) {
    // Most bodies come in one piece; hashing that at once costs two thirds.
    if (chunk.length === size) whole = hashOnce('sha256', chunk, 'hex');
    else (hash ??= createHash('sha256')).update(chunk);
  }
  writeDigest(digests, row, whole ?? (hash ?? createHash('sha256')).digest('hex'));
  state[row] = BODY.hashed;
}

/** As hex: taking the digest as a Buffer would cost as much as hashing a small file. */
export function writeDigest(digests: Uint8Array, row: number, hex: string): void {
  const bytes = Buffer.from(digests.buffer, digests.byteOffset + row * SHA256_BYTES, SHA256_BYTES);
  bytes.write(hex, 'hex');
}
