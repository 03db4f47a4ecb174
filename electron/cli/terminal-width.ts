/** Scripts and symbols that a terminal draws two columns wide (UAX #11, Wide and Fullwidth). */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]/u;
const ZERO = /^\p{M}$/u;
const ASCII = /^[\x20-\x7e]*$/;

/** Columns of a terminal that safe text takes. */
export function terminalWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** @param keep where the cut falls: `start` keeps the beginning, `both` the beginning and more of the end */
export function fitWidth(text: string, width: number, keep: 'start' | 'both'): string {
  if (terminalWidth(text) <= width) return text;
  if (width <= 1) return width === 1 ? '…' : '';
  const room = width - 1;
  const head = keep === 'start' ? room : Math.floor(room / 3);
  const characters = Array.from(text);
  const tail = take(characters.toReversed(), room - head).toReversed();
  return `${take(characters, head).join('')}…${tail.join('')}`;
}

/** As many from the start as fit. */
function take(characters: readonly string[], width: number): readonly string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += characterWidth(character);
    return used > width;
  });
  return end < 0 ? characters : characters.slice(0, end);
}

function characterWidth(character: string): number {
  if (ZERO.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
