import { expect, test } from 'vitest';
import { HEAD_BYTES, readHeadFirst } from './head-reader.ts';

const SIZE = HEAD_BYTES + 1000;
const { signal } = new AbortController();

/** A file whose byte `i` is `i` modulo 251, and what was asked of it. */
function source(failures = 0) {
  const asked: string[] = [];
  let left = failures;
  const read = async (start: number, end: number) => {
    asked.push(`${start}-${end}`);
    if (left-- > 0) throw new Error('cut off');
    return Uint8Array.from({ length: end - start }, (_, at) => (start + at) % 251);
  };
  return { asked, read };
}

test('the first bytes are asked for once, before anyone wants them, whatever parts are read', async () => {
  const { asked, read } = source();
  const reader = readHeadFirst(read, SIZE);
  expect(asked).toEqual([`0-${HEAD_BYTES}`]);
  const [head, part] = await Promise.all([reader(0, HEAD_BYTES, signal), reader(300, 302, signal)]);
  expect([head.length, [...part]]).toEqual([HEAD_BYTES, [49, 50]]);
  expect(asked).toHaveLength(1);
});

test('what reaches behind them is read from the file', async () => {
  const { asked, read } = source();
  const bytes = await readHeadFirst(read, SIZE)(HEAD_BYTES - 1, HEAD_BYTES + 1, signal);
  expect([...bytes]).toEqual([(HEAD_BYTES - 1) % 251, HEAD_BYTES % 251]);
  expect(asked.at(-1)).toBe(`${HEAD_BYTES - 1}-${HEAD_BYTES + 1}`);
});

test('a failure is told to who waits, and asked again for the next', async () => {
  const { asked, read } = source(1);
  const reader = readHeadFirst(read, 4);
  await expect(reader(0, 4, signal)).rejects.toThrow('cut off');
  expect([...(await reader(0, 4, signal))]).toEqual([0, 1, 2, 3]);
  expect(asked).toEqual(['0-4', '0-4']);
});
