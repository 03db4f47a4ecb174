import { createPageDecoder, TEXT_PAGE, type TextEncoding } from '../../../shared/format/text-encoding.ts';
import { cutAtCommonLine } from './cut-parts.ts';
import type { FileBytes } from './file-bytes.ts';

/** Two stretches of text that belong together, as bytes `from` to `to` of each file. */
export interface TextPart {
  readonly before: TextSide;
  readonly after: TextSide;
  readonly same: boolean;
}

interface TextSide {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Number of its first line, base 1. */
  readonly line: number;
}

interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

/** Where a part starts in each file: bytes from 0, lines from 1. */
export type PartStart = Sides<{ readonly at: number; readonly line: number }>;

export const FIRST_PART: PartStart = { before: { at: 0, line: 1 }, after: { at: 0, line: 1 } };

/** Where the part after this one starts. */
export function partAfter({ before, after }: TextPart): PartStart {
  return { before: endOf(before), after: endOf(after) };
}

function endOf({ to, line, text }: TextSide) {
  return { at: to, line: line + lineFeeds(text) };
}

function lineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * Reads one part of both files, at most a TEXT_PAGE of each: a comparison of lines costs time and memory, so larger
 * files are compared part by part, each part cut where both have the same line.
 */
export async function readTextPart(
  files: Sides<FileBytes>,
  encodings: Sides<TextEncoding>,
  start: PartStart,
  signal: AbortSignal,
): Promise<TextPart> {
  const [before, after] = await Promise.all([
    page(files.before, start.before.at, signal),
    page(files.after, start.after.at, signal),
  ]);
  const wide = encodings.before.startsWith('utf-16') || encodings.after.startsWith('utf-16');
  const whole =
    start.before.at + before.length >= files.before.size && start.after.at + after.length >= files.after.size;
  // A byte of a wide character may look like a line feed.
  const cut = whole || wide ? [before.length, after.length] : cutAtCommonLine(before, after);
  const [left, right] = [before.subarray(0, cut[0]), after.subarray(0, cut[1])];
  return {
    before: side(left, start.before, encodings.before),
    after: side(right, start.after, encodings.after),
    same: left.length === right.length && left.every((byte, at) => byte === right[at]),
  };
}

/** Whether a part reaches both ends. */
export function isLastPart({ before, after }: TextPart, files: Sides<FileBytes>): boolean {
  return before.to >= files.before.size && after.to >= files.after.size;
}

function page({ read, size }: FileBytes, from: number, signal: AbortSignal): Promise<Uint8Array> {
  const to = Math.min(size, from + TEXT_PAGE);
  return from < to ? read(from, to, signal) : Promise.resolve(new Uint8Array());
}

function side(bytes: Uint8Array, { at, line }: PartStart['before'], encoding: TextEncoding): TextSide {
  return { from: at, to: at + bytes.length, line, text: createPageDecoder(encoding)(bytes, true) };
}
