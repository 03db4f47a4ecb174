import { RE2JS, RE2JSException } from 're2js';
import { OutcropError } from '../../../shared/errors.ts';

/**
 * A regular expression that a person typed, in RE2 syntax: time grows with the text, never with the expression's tricks,
 * so one may run over a million names. JavaScript's own RegExp must not see such a pattern.
 */
export type SafeRegex = Pick<RE2JS, 'test' | 'matcher'>;

/** @throws OutcropError `bad-request` that says what is wrong in it */
export function compileRegex(source: string, ignoreCase: boolean): SafeRegex {
  try {
    return RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, '').replace('`(?i)', '`');
    throw new OutcropError(
      'bad-request',
      `This is no regular expression (${reason}); look-around and back-references are not supported.`,
      undefined,
      error,
    );
  }
}

/**
 * A glob as the source of a regular expression. `*` and `?` stop at slashes, `**` does not, `[a-z]` and `[!a-z]` are one
 * character, a backslash takes the next literally. Without a slash it is for a name; with one for a path: from the root
 * when it begins with a slash, else from any folder.
 */
export function globSource(glob: string): string {
  const text = glob.length > 1 && glob.endsWith('/') ? glob.slice(0, -1) : glob;
  let source = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '*') {
      if (text[at + 1] !== '*') {
        source += '[^/]*';
        continue;
      }
      while (text[at + 1] === '*') at++;
      const wholeFolders = text[at + 1] === '/' && (at < 2 || text[at - 2] === '/');
      if (wholeFolders) at++;
      source += wholeFolders ? '(?:.*/)?' : '.*';
    } else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const end = text.indexOf(']', at + 2);
      if (end === -1) source += '\\[';
      else {
        source += characterClass(text.slice(at + 1, end));
        at = end;
      }
    } else if (character === '\\' && at + 1 < text.length) source += RE2JS.quote(text[++at]!);
    else source += RE2JS.quote(character);
  }
  const start = !text.includes('/') ? '^' : text.startsWith('/') ? '^' : '^(?:.*/)';
  return `(?s)${start}${source}$`;
}

function characterClass(inside: string): string {
  const negated = /^[!^]/.test(inside);
  const members = (negated ? inside.slice(1) : inside).replace(/[\\\][^&~]/g, '\\$&');
  return negated ? `[^/${members}]` : `[${members}]`;
}
