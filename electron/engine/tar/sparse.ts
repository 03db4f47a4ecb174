import { readNumber, parseDecimal } from './numeric.ts';
import type { PaxRecords } from './pax.ts';
import { latin1 } from './pax.ts';

/** Data runs: offset, length pairs (formats.md §3.1). */
export type SparseRuns = number[];

/** What the PAX records say of sparseness. */
export type SparseClaim =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid' }
  /** 0.0 and 0.1: the map is in the records. */
  | { readonly kind: 'mapped'; readonly runs: SparseRuns; readonly size: number | undefined }
  /** 1.0: the map is at the start of the body. */
  | { readonly kind: 'in-body'; readonly size: number | undefined };

/**
 * Appends the pairs of a header (4) or an extension block (21).
 * @returns false when a field is not a number
 */
export function readSparsePairs(block: Uint8Array, at: number, count: number, runs: SparseRuns): boolean {
  for (let i = 0; i < count; i++) {
    const pair = at + i * 24;
    // As GNU and BSD tar end the list.
    if (block[pair] === 0) return true;
    const offset = readNumber(block, pair, 12);
    const length = readNumber(block, pair + 12, 12);
    if (Number.isNaN(offset + length)) return false;
    runs.push(offset, length);
  }
  return true;
}

/** Decides as Go's readGNUSparsePAXHeaders: by version records, else by a map. */
export function sparseClaim(pax: PaxRecords): SparseClaim {
  const major = pax.other('GNU.sparse.major');
  const minor = pax.other('GNU.sparse.minor');
  const map = pax.sparsePairs ? pax.sparsePairs.join(',') : pax.other('GNU.sparse.map');
  const isOld = major === '0' && (minor === '0' || minor === '1');
  const isNew = major === '1' && minor === '0';
  if (!isOld && !isNew && (major !== '' || minor !== '' || map === '')) return { kind: 'none' };

  const sizeText = pax.other('GNU.sparse.size') || pax.other('GNU.sparse.realsize');
  const size = sizeText === '' ? undefined : parseDecimal(sizeText);
  if (size !== undefined && Number.isNaN(size)) return { kind: 'invalid' };
  if (isNew) return { kind: 'in-body', size };

  const count = parseDecimal(pax.other('GNU.sparse.numblocks'));
  const runs = map === '' ? [] : map.split(',').map(parseDecimal);
  if (!(count >= 0) || runs.length !== count * 2 || runs.some(Number.isNaN)) return { kind: 'invalid' };
  return { kind: 'mapped', runs, size };
}

/** The map at the start of a 1.0 body, block by block: a count, then as many pairs, one decimal number a line. */
export class BodyMap {
  private text = '';
  private lines = 0;
  private wanted = 1;
  private count = -1;
  /** Bytes of the blocks read so far. */
  bytes = 0;

  /** @returns the runs when the map is complete, `more` when another block is needed, `invalid` when it is no map */
  push(block: Uint8Array, at: number): SparseRuns | 'more' | 'invalid' {
    this.bytes += 512;
    this.text += latin1(block, at, at + 512);
    for (let i = at; i < at + 512; i++) if (block[i] === 0x0a) this.lines++;
    if (this.lines < this.wanted) return 'more';
    if (this.count < 0) {
      this.count = parseDecimal(this.text.slice(0, this.text.indexOf('\n')));
      if (!(this.count >= 0 && this.count <= Number.MAX_SAFE_INTEGER / 4)) return 'invalid';
      this.wanted = 1 + this.count * 2;
      if (this.lines < this.wanted) return 'more';
    }
    const runs = this.text.split('\n', this.wanted).slice(1).map(parseDecimal);
    return runs.some(Number.isNaN) ? 'invalid' : runs;
  }
}

/** Ascending, not overlapping, within the file (Go's validateSparseEntries). */
export function areValidRuns(runs: SparseRuns, size: number): boolean {
  let end = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const offset = runs[i]!;
    const length = runs[i + 1]!;
    if (offset < end || length < 0 || offset + length > size) return false;
    end = offset + length;
  }
  return size >= 0;
}

/** Bytes stored for the runs. */
export function storedBytes(runs: SparseRuns): number {
  let sum = 0;
  for (let i = 1; i < runs.length; i += 2) sum += runs[i]!;
  return sum;
}
