import { expect, test } from 'vitest';
import { TEXT_PAGE } from '../../../shared/format/text-encoding.ts';
import type { FileBytes } from './file-bytes.ts';
import { FIRST_PART, isLastPart, partAfter, readTextPart, type TextPart } from './text-parts.ts';

function file(text: string): FileBytes {
  const bytes = new TextEncoder().encode(text);
  return { size: bytes.length, read: (start, end) => Promise.resolve(bytes.slice(start, end)) };
}

async function partsOf(before: string, after: string): Promise<readonly TextPart[]> {
  const files = { before: file(before), after: file(after) };
  const parts: TextPart[] = [];
  for (let start = FIRST_PART; ; start = partAfter(parts.at(-1)!)) {
    const encodings = { before: 'utf-8', after: 'utf-8' } as const;
    // Each part starts where the one before was cut.
    // oxlint-disable-next-line no-await-in-loop
    parts.push(await readTextPart(files, encodings, start, new AbortController().signal));
    if (isLastPart(parts.at(-1)!, files)) return parts;
  }
}

const lines = Array.from(
  { length: (2.5 * TEXT_PAGE) / 32 },
  (_, at) => `${String(at).padStart(10, '0')} line of a log file\n`,
);

test('a line more at the start does not make all that follows differ: parts are cut at the same line', async () => {
  const parts = await partsOf(lines.join(''), `one more line than before\n${lines.join('')}`);
  expect(parts.map(({ same }) => same)).toEqual([false, true, true]);
  expect(parts[1]!.before.text.slice(0, 10)).toBe(parts[1]!.after.text.slice(0, 10));
  expect(parts[1]!.after.line).toBe(parts[1]!.before.line + 1);
});

test('the parts together are the whole files', async () => {
  const other = [...lines.slice(0, 900), ...lines.slice(40_000), 'the end'].join('');
  const parts = await partsOf(lines.join(''), other);
  expect(parts.map(({ before }) => before.text).join('')).toBe(lines.join(''));
  expect(parts.map(({ after }) => after.text).join('')).toBe(other);
});

test('an empty file beside one of several parts', async () => {
  const parts = await partsOf('', lines.join(''));
  expect(parts.map(({ after }) => after.text).join('')).toBe(lines.join(''));
});
