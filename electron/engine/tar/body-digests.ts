import { createHash, type Hash } from 'node:crypto';
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
        this.hash ??= createHash('sha256');
        this.hash.update(chunk.subarray(Math.max(0, start - at), Math.min(chunk.length, end - at)));
        if (end > chunkEnd) return;
        this.byRow[this.row] = `sha256:${this.hash.digest('hex')}`;
        this.hash = undefined;
      }
    }
  }

  /** Undefined for what has no bytes. */
  of(row: number): string | undefined {
    return this.byRow[row];
  }
}
