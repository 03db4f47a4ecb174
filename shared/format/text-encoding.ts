/** Encodings that the text view decodes; `latin1` is what browsers call so: Windows-1252. */
export const TEXT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'latin1'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** Bytes of one page of text: what the first look at a file reads, and what each further step adds. */
export const TEXT_PAGE = 1024 * 1024;

/** What the first bytes of a file look like. `bom` is the length in bytes of its byte order mark. */
export type EncodingGuess =
  | { readonly kind: 'text'; readonly encoding: TextEncoding; readonly bom: number }
  | { readonly kind: 'binary' };

const BINARY: EncodingGuess = { kind: 'binary' };
/** Share of control characters above which readable bytes are still no text. */
const MAX_CONTROL_SHARE = 0.02;

/**
 * Guesses from content alone; a file's name says nothing about its bytes.
 * @param head the first bytes
 * @param complete whether `head` is the whole file; else a sequence cut at its end is no error
 */
export function guessEncoding(head: Uint8Array, complete: boolean): EncodingGuess {
  if (head.length === 0) return { kind: 'text', encoding: 'utf-8', bom: 0 };
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { kind: 'text', encoding: 'utf-8', bom: 3 };
  if (startsWith(head, [0xff, 0xfe]) && head.length % 2 === 0 && !startsWith(head, [0xff, 0xfe, 0, 0]))
    return { kind: 'text', encoding: 'utf-16le', bom: 2 };
  if (startsWith(head, [0xfe, 0xff]) && head.length % 2 === 0) return { kind: 'text', encoding: 'utf-16be', bom: 2 };
  if (head.includes(0)) return guessUTF16(head);
  if (controlShare(head) > MAX_CONTROL_SHARE) return BINARY;
  if (isUTF8(head, complete)) return { kind: 'text', encoding: 'utf-8', bom: 0 };
  return looksLikeLatin1(head) ? { kind: 'text', encoding: 'latin1', bom: 0 } : BINARY;
}

/** Decodes pages in order; a character cut by a page border is held back until the next page. */
export function createPageDecoder(encoding: TextEncoding): (bytes: Uint8Array, last: boolean) => string {
  const decoder = new TextDecoder(encoding);
  return (bytes, last) => decoder.decode(bytes, { stream: !last });
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, at) => bytes[at] === byte);
}

/** Text in a western script has a zero in every other byte, always on the same side. */
function guessUTF16(head: Uint8Array): EncodingGuess {
  if (head.length < 4 || head.length % 2 !== 0) return BINARY;
  const zeros: [number, number] = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  const pairs = head.length / 2;
  const encoding = zeros[0] === 0 && zeros[1] > pairs * 0.7 ? 'utf-16le' : 'utf-16be';
  if (encoding === 'utf-16be' && !(zeros[1] === 0 && zeros[0] > pairs * 0.7)) return BINARY;
  const low = head.filter((_, at) => at % 2 === (encoding === 'utf-16le' ? 0 : 1));
  return controlShare(low) > MAX_CONTROL_SHARE ? BINARY : { kind: 'text', encoding, bom: 0 };
}

/** Tab, newlines, form feed, backspace and escape are what logs and terminals write. */
function controlShare(bytes: Uint8Array): number {
  let controls = 0;
  for (const byte of bytes)
    if ((byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b) || byte === 0x7f) controls++;
  return controls / bytes.length;
}

function isUTF8(bytes: Uint8Array, complete: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !complete });
    return true;
  } catch {
    return false;
  }
}

/** C1 codes do not occur in Latin-1 prose, and prose is mostly ASCII; compressed data fails both. */
function looksLikeLatin1(bytes: Uint8Array): boolean {
  let high = 0;
  let c1 = 0;
  for (const byte of bytes) {
    if (byte >= 0x80) high++;
    if (byte >= 0x80 && byte < 0xa0) c1++;
  }
  return c1 <= high * 0.1 && high < bytes.length * 0.4;
}
