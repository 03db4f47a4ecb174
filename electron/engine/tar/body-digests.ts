import { createHash, hash, type Hash } from 'node:crypto';
import type { IndexBuilder } from './index-builder.ts';

/** Digests of all regular files of a tar, gathered while its stream passes. */
export class BodyDigests {
  private readonly byRow: string[] = [];
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
      const { start, size } = this.entries.bodyOf(this.row);
      const end = start + size;
      if (size > 0) {
        if (start >= chunkEnd) return;
        const part = chunk.subarray(Math.max(0, start - at), Math.min(chunk.length, end - at));
        if (part.length === size) {
          // Most files lie in one chunk: no object is made for them.
          this.byRow[this.row] = hash('sha256', part);
          continue;
        }
        this.hash ??= createHash('sha256');
        this.hash.update(part);
        if (end > chunkEnd) return;
        this.byRow[this.row] = this.hash.digest('hex');
        this.hash = undefined;
      }
    }
  }

  /** `sha256:<hex>`; undefined for what has no bytes. */
  of(row: number): string | undefined {
    const hex = this.byRow[row];
    return hex === undefined ? undefined : `sha256:${hex}`;
  }
}
