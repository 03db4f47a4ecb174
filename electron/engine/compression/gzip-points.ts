import zlib from 'node:zlib';
import { sharedColumn, sharedFrom } from '../bytes/shared-column.ts';
import { bitStart } from './bit-start.ts';
import { WINDOW_BYTES, type OutputWindow } from './output-window.ts';
import type { RestartPoints } from './restart-points.ts';
import { createInflateRaw, DecodeError, FLUSH, type SyncDecoder } from './sync-decoder.ts';
import { SparseWindows } from './sparse-window.ts';
import type { StoredInput } from './stored-input.ts';

/** Output between restart points: a read inflates at most a little more, about 10 ms; windows cost 0.4 % of the layer. */
const SPAN = 4 << 20;
/** Member starts cost no window, but layers of a million tiny members exist (eStargz). */
const MEMBER_SPAN = 128 << 10;
/** Output that a candidate must reproduce. */
const PROBE_BYTES = 4096;
/** Input that makes at least a window of output, whose references tell what of the window before it is needed. */
const HEAD_BYTES = WINDOW_BYTES + 4096;
/** Output to let pass after a block whose bit offset could not be told. */
const RETRY_BYTES = 64 << 10;

interface Candidate {
  readonly in: number;
  readonly out: number;
  /** Where in the output window it lies. */
  readonly at: number;
  /** The byte before it, then what follows it. */
  readonly head: Uint8Array;
}

/** Collects restart points during one pass over a gzip blob. */
export class GzipPoints {
  private readonly ins: number[] = [];
  private readonly outs: number[] = [];
  private readonly bits: number[] = [];
  private readonly windows: Uint8Array[] = [];
  private candidate: Candidate | undefined;
  private lastOut = Number.NEGATIVE_INFINITY;
  private tryFrom = 0;
  /** Where the stored block after the last point ends, when it could not be told whether it is the last of its member. */
  private doubtfulEnd = Number.NaN;
  /** Used again for each point: as garbage they would add up to hundreds of megabytes. */
  private readonly head = new Uint8Array(1 + HEAD_BYTES);
  private readonly sparse = new SparseWindows();

  private readonly onStart: ((input: number, output: number) => void) | undefined;

  /** @param onStart told of every member, also of those that are no restart points */
  constructor(onStart?: (input: number, output: number) => void) {
    this.onStart = onStart;
  }

  memberStart(input: number, output: number): void {
    this.onStart?.(input, output);
    this.candidate = undefined;
    if (output - this.lastOut >= MEMBER_SPAN) this.add(input, output, 0, new Uint8Array(0));
  }

  /** Whether decoding should stop at the next block. */
  wantsBlock(output: number): boolean {
    return !this.candidate && output - this.lastOut >= SPAN && output >= this.tryFrom;
  }

  /** Decoding stopped, maybe between two blocks: keeps what is needed to find out. */
  propose(input: StoredInput, out: OutputWindow): void {
    if (out.space < WINDOW_BYTES) return;
    const last = input.bytes[input.at - 1];
    if (last === undefined || input.at === 0) return;
    input.need(HEAD_BYTES);
    const head = this.head.subarray(0, 1 + Math.min(HEAD_BYTES, input.available));
    head[0] = last;
    head.set(input.bytes.subarray(input.at, input.at + head.length - 1), 1);
    this.candidate = { in: input.position, out: out.total, at: out.at, head };
  }

  /** Tries the candidate once enough output follows it; call before the window is recycled. */
  settle(out: OutputWindow): void {
    const candidate = this.candidate;
    if (!candidate || out.at - candidate.at < WINDOW_BYTES) return;
    this.candidate = undefined;
    const window = out.bytes.subarray(candidate.at - WINDOW_BYTES, candidate.at);
    const found = findStart(candidate.head, window, out.bytes.subarray(candidate.at, candidate.at + PROBE_BYTES));
    if (!found) {
      this.tryFrom = out.total + RETRY_BYTES;
      return;
    }
    const needed = this.sparse.of(window, (decoder, out) => decode(decoder, candidate.head, found.bits, out));
    // A copy: zlib hands out a view of a larger buffer.
    this.add(candidate.in, candidate.out, found.bits, new Uint8Array(zlib.deflateRawSync(needed)));
    if (found.isDoubtful) this.doubtfulEnd = candidate.out + found.storedLength;
  }

  /** A read that starts at a member's last block would stop after it: such a point is taken back. */
  memberEnd(output: number): void {
    if (output !== this.doubtfulEnd) return;
    this.doubtfulEnd = Number.NaN;
    for (const list of [this.ins, this.outs, this.bits, this.windows]) list.pop();
    this.lastOut = this.outs.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  private add(input: number, output: number, bits: number, window: Uint8Array): void {
    this.ins.push(input);
    this.outs.push(output);
    this.bits.push(bits);
    this.windows.push(window);
    this.lastOut = output;
    this.doubtfulEnd = Number.NaN;
  }

  finish(): RestartPoints {
    this.sparse.close();
    const windowOffset = sharedColumn(Float64Array, this.windows.length + 1);
    for (const [i, window] of this.windows.entries()) windowOffset[i + 1] = windowOffset[i]! + window.length;
    const windows = sharedColumn(Uint8Array, windowOffset.at(-1)!);
    for (const [i, window] of this.windows.entries()) windows.set(window, windowOffset[i]);
    return {
      kind: 'gzip',
      in: sharedFrom(Float64Array, this.ins),
      out: sharedFrom(Float64Array, this.outs),
      bits: sharedFrom(Uint8Array, this.bits),
      windowOffset,
      windows,
    };
  }
}

interface BlockStart {
  readonly bits: number;
  /** The block claims to be the last of its member. */
  readonly isLast: boolean;
  /** Of a stored block: where its data starts in the head, and its bytes; -1 for others. */
  readonly storedAt: number;
  readonly storedLength: number;
}

/**
 * Node hides how many bits of the last byte the next block owns, so each number is tried: the one whose decoding
 * makes the true output is it. The data of a stored block begins at a byte, so several numbers may mean the same
 * place and leave only its `last` bit in doubt.
 * @returns undefined when none or several fit, or the block is the last of its member
 */
function findStart(
  head: Uint8Array,
  window: Uint8Array,
  expected: Uint8Array,
): (BlockStart & { readonly isDoubtful: boolean }) | undefined {
  const fits: BlockStart[] = [];
  for (let bits = 0; bits < 8; bits++) {
    const start = blockStart(head, bits);
    if (start && reproduces(head, bits, window, expected)) fits.push(start);
  }
  const [first] = fits;
  const isOnePlace = fits.length === 1 || fits.every(({ storedAt }) => storedAt >= 0 && storedAt === first?.storedAt);
  const found = isOnePlace ? fits.find(({ isLast }) => !isLast) : undefined;
  return found && { ...found, isDoubtful: fits.some(({ isLast }) => isLast) };
}

/** The three bits that start a block, when they can be such; a quick way to rule out most numbers. */
function blockStart(head: Uint8Array, bits: number): BlockStart | undefined {
  const start = (head[0]! | (head[1]! << 8) | (head[2]! << 16)) >>> (8 - bits);
  const type = (start >>> 1) & 3;
  const isLast = (start & 1) === 1;
  if (type === 3) return undefined;
  // More codes than there are.
  if (type === 2 && (((start >>> 3) & 31) > 29 || ((start >>> 8) & 31) > 29)) return undefined;
  if (type !== 0) return { bits, isLast, storedAt: -1, storedLength: -1 };
  const at = bits >= 3 ? 1 : 2;
  const length = head[at]! | (head[at + 1]! << 8);
  const complement = head[at + 2]! | (head[at + 3]! << 8);
  return (length ^ complement) === 0xffff ? { bits, isLast, storedAt: at + 4, storedLength: length } : undefined;
}

function reproduces(head: Uint8Array, bits: number, window: Uint8Array, expected: Uint8Array): boolean {
  const decoder = createInflateRaw(window);
  const out = new Uint8Array(expected.length);
  try {
    const made = decode(decoder, head, bits, out);
    // Badly compressible input ends before it makes all of the output.
    if (made < Math.min(expected.length, 512)) return false;
    for (let i = 0; i < made; i++) if (out[i] !== expected[i]) return false;
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  } finally {
    decoder.close();
  }
}

/** @returns bytes made, less than `out` has when the head makes no more */
function decode(decoder: SyncDecoder, head: Uint8Array, bits: number, out: Uint8Array): number {
  const prefix = bitStart(bits, head[0]!);
  decoder.write(FLUSH.none, prefix, 0, prefix.length, out, 0, out.length);
  const before = decoder.produced;
  decoder.write(FLUSH.none, head, 1, head.length, out, before, out.length);
  return before + decoder.produced;
}
