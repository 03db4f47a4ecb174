import { createHash, hash, type Hash } from 'node:crypto';
import { resized } from '../bytes/shared-column.ts';
import { SHA256_BYTES } from '../bytes/sha256.ts';
import { BODY, emptyDigests, writeDigest, type HashedBodies } from './hashed-bodies.ts';
import type { IndexBuilder } from './index-builder.ts';

/** Digests of all regular files of a tar, gathered while its stream passes; sparse ones are left out. */
export class BodyDigests {
  private found = emptyDigests(1024);
  private row = 0;
  private hash: Hash | undefined;

  private readonly entries: Pick<IndexBuilder, 'length' | 'bodyOf'>;

  constructor(entries: Pick<IndexBuilder, 'length' | 'bodyOf'>) {
    this.entries = entries;
  }

  /** @param chunk what the scanner was just given. @param at bytes of the stream before it */
  follow(chunk: Uint8Array, at: number): void {
    const chunkEnd = at + chunk.length;
    for (; this.row < this.entries.length; this.row++) {
      const { start, size, isSparse } = this.entries.bodyOf(this.row);
      const end = start + size;
      if (size > 0 && !isSparse) {
        if (start >= chunkEnd) return;
        const part = chunk.subarray(Math.max(0, start - at), Math.min(chunk.length, end - at));
        if (part.length === size) {
          // Most files lie in one chunk: no object is made for them.
          this.put(hash('sha256', part));
          continue;
        }
        this.hash ??= createHash('sha256');
        this.hash.update(part);
        if (end > chunkEnd) return;
        this.put(this.hash.digest('hex'));
        this.hash = undefined;
      }
    }
  }

  /** `sha256:<hex>`; undefined for what has no bytes. */
  of(row: number): string | undefined {
    const { state, digests } = this.found;
    if (state[row] !== BODY.hashed) return undefined;
    return `sha256:${Buffer.from(digests.buffer, row * SHA256_BYTES, SHA256_BYTES).toString('hex')}`;
  }

  /** @param rows of the finished index */
  finish(rows: number): HashedBodies {
    return this.withRoom(rows);
  }

  private put(hex: string): void {
    if (this.row >= this.found.state.length) this.found = this.withRoom(Math.ceil(this.row * 1.5) + 1);
    writeDigest(this.found.digests, this.row, hex);
    this.found.state[this.row] = BODY.hashed;
  }

  private withRoom(rows: number): HashedBodies {
    const { state, digests } = this.found;
    return { state: resized(Uint8Array, state, rows), digests: resized(Uint8Array, digests, rows * SHA256_BYTES) };
  }
}
