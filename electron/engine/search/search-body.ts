import { MATCHES_PER_FILE, MAX_COUNTED, type ContentMatch } from '../../../shared/model/search.ts';
import type { ContentFinder } from './content-finder.ts';

export interface BodyMatches {
  readonly matches: readonly ContentMatch[];
  readonly count: number;
}

/** Bytes looked at together: a line of more is cut. */
const WINDOW_BYTES = 1 << 20;
/** Bytes of text shown round a match. */
const SHOWN = { before: 80, match: 200, after: 120 } as const;
const NEWLINE = 0x0a;
const decoder = new TextDecoder();

/**
 * Where a pattern is in one content, read once.
 * @param chunks the content in order; a view need be valid only until the next is asked for
 * @param size bytes of the content
 * @returns undefined when it is nowhere
 */
export function searchBody(chunks: Iterable<Uint8Array>, size: number, finder: ContentFinder): BodyMatches | undefined {
  const window = new Uint8Array(Math.min(WINDOW_BYTES, size));
  const matches: ContentMatch[] = [];
  let filled = 0;
  let base = 0;
  let line = 1;
  let count = 0;

  const scan = (isLast: boolean): void => {
    const whole = window.subarray(0, filled);
    const settled = isLast ? filled : finder.settled(whole) || filled;
    const bytes = finder.spans ? whole : whole.subarray(0, settled);
    let counted = 0;
    for (let found = finder.next(bytes, 0); found && count < MAX_COUNTED; found = finder.next(bytes, found.end)) {
      count++;
      if (matches.length >= MATCHES_PER_FILE) continue;
      line += newlines(bytes, counted, found.start);
      counted = found.start;
      matches.push({ offset: base + found.start, line, ...shown(bytes, found.start, found.end) });
    }
    line += newlines(bytes, counted, settled);
    window.copyWithin(0, settled, filled);
    base += settled;
    filled -= settled;
  };

  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + window.length - filled);
      window.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === window.length && base + filled < size) scan(false);
      if (count >= MAX_COUNTED) return { matches, count };
    }
  }
  scan(true);
  return count === 0 ? undefined : { matches, count };
}

function newlines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (bytes[i] === NEWLINE) count++;
  return count;
}

function shown(bytes: Uint8Array, start: number, end: number): Pick<ContentMatch, 'before' | 'match' | 'after'> {
  const lineStart = start === 0 ? 0 : bytes.lastIndexOf(NEWLINE, start - 1) + 1;
  const lineEnd = bytes.indexOf(NEWLINE, end);
  const text = (from: number, to: number) => decoder.decode(bytes.subarray(from, Math.max(from, to)));
  return {
    before: text(Math.max(lineStart, start - SHOWN.before), start),
    match: text(start, Math.min(end, start + SHOWN.match)),
    after: text(end, Math.min(lineEnd === -1 ? bytes.length : lineEnd, end + SHOWN.after)),
  };
}
