import { OutcropError } from '../../../shared/errors.ts';
import type { Limits } from '../limits/limits.ts';
import type { EntryRow, TarIndex } from './tar-index.ts';

export type HoleLimits = Pick<Limits, 'file-bytes' | 'file-ratio'>;

/** Bytes of a content that the archive has: all but the holes of a sparse file. */
export function storedSize({ rare, size }: TarIndex, row: EntryRow): number {
  const runs = rare.get(row)?.sparse;
  if (!runs) return size[row]!;
  let stored = 0;
  for (let i = 1; i < runs.length; i += 2) stored += runs[i]!;
  return stored;
}

/**
 * A sparse file of 8 EiB fits one header; its zeros would fill any disk, and reading them would never end.
 * @param length bytes that are to be read of it
 * @throws OutcropError `too-large` when that is much, and nearly all of it holes
 */
export function requireFewHoles(length: number, size: number, stored: number, limits: HoleLimits): void {
  if (length <= limits['file-bytes'] || size <= stored * limits['file-ratio']) return;
  throw new OutcropError(
    'too-large',
    `The file claims ${size} bytes, but only ${stored} of them are stored and the rest are holes: over the limit of ${limits['file-bytes']} bytes (file-bytes) at ${limits['file-ratio']} to one (file-ratio); read a part of it.`,
  );
}
