/**
 * Characters that act on a terminal or a line of text instead of showing themselves: controls (C0, DEL, C1),
 * format characters (bidi overrides and isolates, zero-width, tags; U+2065 is kept for one more), line and paragraph separators, lone surrogates.
 */
const ACTIVE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2065]/gu;
/** Nearly every name, and ten times as fast to test as the property classes. */
const PRINTABLE_ASCII = /^[ -~]*$/;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Untrusted text made safe to show on one line: names, targets, instructions and messages of an image.
 * What would move a cursor, colour, reorder or hide text is written out, as `\n`, `\x1b` or `\u{202e}`.
 * For eyes only: the result cannot be turned back.
 */
export function safeText(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(ACTIVE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}
