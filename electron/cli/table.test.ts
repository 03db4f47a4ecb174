import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createOutput } from './output.ts';
import { createTable, writeTable, type Cell, type Column } from './table.ts';

async function drawn(draw: (out: ReturnType<typeof createOutput>) => Promise<void>, columns?: number): Promise<string> {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  if (columns !== undefined) Object.assign(stream, { isTTY: true, columns });
  const out = createOutput(stream, {
    env: { NO_COLOR: '1' },
    signal: new AbortController().signal,
    before: () => {},
  });
  await draw(out);
  await out.flush();
  return text;
}

const rows: readonly (readonly Cell[])[] = [
  ['1', '中文', 'a long last cell that tells a story'],
  ['22', 'b\u001B[0m', { text: 'x', style: 'red' }],
];

test('a small table is as wide as what is in it, escaped, and never wider than a terminal', async () => {
  const titles = [{ title: 'N', align: 'right' }, { title: 'NAME' }, { title: 'STORY' }] as const;
  expect(await drawn((out) => writeTable(out, titles, rows))).toBe(
    [' N  NAME      STORY', ' 1  中文      a long last cell that tells a story', '22  b\\x1b[0m  x', ''].join('\n'),
  );
  expect(await drawn((out) => writeTable(out, titles, rows), 30)).toBe(
    [' N  NAME      STORY', ' 1  中文      a long last cel…', '22  b\\x1b[0m  x', ''].join('\n'),
  );
});

test('in a table of fixed widths a long cell pushes its row aside and loses nothing', async () => {
  const columns: readonly Column[] = [
    { title: 'OWNER', width: 5, align: 'right' },
    { title: 'PATH', width: 0 },
  ];
  const text = await drawn(async (out) => {
    const table = createTable(out, columns);
    await table.row(['0:0', '/a']);
    await table.row(['100000:100000', '/b']);
    await table.row(['0:0', '/ends in spaces  ']);
    await table.row(['0:0', '']);
  });
  expect(text).toBe('OWNER  PATH\n  0:0  /a\n100000:100000  /b\n  0:0  /ends in spaces  \n  0:0\n');
});
