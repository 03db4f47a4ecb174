import { readImageHead, type ImageHead } from './image-kind.ts';
import { guessEncoding, type EncodingGuess } from '../../../shared/format/text-encoding.ts';

/** How to show a file at first, by its first bytes. */
export type ContentKind =
  | { readonly kind: 'image'; readonly image: ImageHead }
  | Extract<EncodingGuess, { kind: 'text' }>
  | { readonly kind: 'binary'; readonly what: string | null };

const KNOWN: readonly (readonly [string, string])[] = [
  ['\x7fELF', 'ELF'],
  ['\x1f\x8b', 'gzip'],
  ['\x28\xb5\x2f\xfd', 'zstd'],
  ['\xfd7zXZ\x00', 'xz'],
  ['BZh', 'bzip2'],
  ['PK\x03\x04', 'zip'],
  ['!<arch>\n', 'ar'],
  ['SQLite format 3\x00', 'SQLite'],
  ['\xca\xfe\xba\xbe', 'Java class'],
  ['\x00asm', 'WebAssembly'],
  ['%PDF-', 'PDF'],
  ['\xed\xab\xee\xdb', 'RPM'],
  ['wOF2', 'WOFF2'],
]; // prettier-ignore

/** @param complete whether `head` is the whole file */
export function chooseContent(head: Uint8Array, complete: boolean): ContentKind {
  const image = readImageHead(head);
  if (image) return { kind: 'image', image };
  const guess = guessEncoding(head, complete);
  if (guess.kind === 'text') return guess;
  const start = String.fromCharCode(...head.subarray(0, 16));
  return { kind: 'binary', what: KNOWN.find(([magic]) => start.startsWith(magic))?.[1] ?? null };
}
