import type { PatternKind } from '../../../shared/model/pattern.ts';
import { compileRegex } from '../view/safe-regex.ts';

/** Places of a pattern in bytes. */
export interface ContentFinder {
  /** The first place at or after `from`; never of no bytes. The bytes must not change between calls with the same array. */
  next(bytes: Uint8Array, from: number): { readonly start: number; readonly end: number } | undefined;
  /** How many of `bytes` are done with when more may follow: the rest is looked at again together with it. */
  settled(bytes: Uint8Array): number;
  /** Whether a match may begin in what is settled and end after it. */
  readonly spans: boolean;
}

const NEWLINE = 0x0a;

/** @throws OutcropError `bad-request` for a regular expression that does not parse */
export function contentFinder(text: string, kind: PatternKind, ignoreCase: boolean): ContentFinder {
  return kind === 'regex' ? regexFinder(text, ignoreCase) : textFinder(text, ignoreCase);
}

/** Only ASCII letters are the same in both cases, as in a name. */
function textFinder(text: string, ignoreCase: boolean): ContentFinder {
  const needle = Buffer.from(text);
  if (ignoreCase) lowerInto(needle, needle);
  let lowered = Buffer.alloc(0);
  let of: Uint8Array | undefined;
  return {
    next(bytes, from) {
      let haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (ignoreCase) {
        if (of !== bytes) {
          if (lowered.length < bytes.length) lowered = Buffer.alloc(bytes.length);
          lowerInto(bytes, lowered);
          of = bytes;
        }
        haystack = lowered.subarray(0, bytes.length);
      }
      const start = haystack.indexOf(needle, from);
      return start === -1 ? undefined : { start, end: start + needle.length };
    },
    spans: true,
    settled: (bytes) => Math.max(0, bytes.length - needle.length + 1),
  };
}

function lowerInto(from: Uint8Array, to: Uint8Array): void {
  for (let i = 0; i < from.length; i++) {
    const byte = from[i]!;
    to[i] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
  }
}

/**
 * Whether a pattern means the same for lowered bytes once it is lowered itself: folding case inside RE2 costs its quick
 * search for literals, an order of magnitude.
 */
function canBeLowered(source: string): boolean {
  const isPlain = /^[ -~]*$/.test(source) && !/\\[A-Zpx]|\(\?|\[:/.test(source);
  // `A-z` is another set of characters when it is lowered.
  return isPlain && !/[A-Z]-[^A-Z]|[^A-Z]-[A-Z]/.test(source);
}

/** Line by line: `^` and `$` stand at its ends, and a match that crosses lines is found only by luck. */
function regexFinder(source: string, ignoreCase: boolean): ContentFinder {
  const lowers = ignoreCase && canBeLowered(source);
  // The pattern as it was typed is what a message is about.
  compileRegex(source, false);
  const regex = compileRegex(`(?m:${lowers ? source.toLowerCase() : source})`, ignoreCase && !lowers);
  let lowered = new Uint8Array(0);
  let matcher: ReturnType<typeof regex.matcher> | undefined;
  let of: Uint8Array | undefined;
  return {
    next(bytes, from) {
      if (of !== bytes) {
        if (lowers) {
          if (lowered.length < bytes.length) lowered = new Uint8Array(bytes.length);
          lowerInto(bytes, lowered);
        }
        matcher = regex.matcher(lowers ? lowered.subarray(0, bytes.length) : bytes);
        of = bytes;
      }
      // Starting anew at `from` would take it for the start of a line.
      for (let found = matcher?.find(); found; found = matcher?.find()) {
        const place = { start: matcher!.start(), end: matcher!.end() };
        if (place.start >= from && place.end > place.start) return place;
      }
      return undefined;
    },
    spans: false,
    settled(bytes) {
      const line = bytes.lastIndexOf(NEWLINE);
      return line === -1 ? bytes.length : line + 1;
    },
  };
}
