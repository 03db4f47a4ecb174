import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenAsBefore } from './remembered-port.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'outcrop-port-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const listenUnlessTaken = async (port: number) => {
  if (port === 40_001) throw new Error('EADDRINUSE');
  return { port: 40_002 };
};
const remembered = () => readFile(join(dataDir, 'serve-port'), 'utf8');

test('a first start takes any free port and remembers it', async () => {
  expect(await listenAsBefore(dataDir, async (port) => ({ port: port === 0 ? 40_001 : port }))).toEqual({
    port: 40_001,
  });
  expect(await remembered()).toBe('40001\n');
});

test('the next start takes it again', async () => {
  await writeFile(join(dataDir, 'serve-port'), '40001\n');
  expect(await listenAsBefore(dataDir, async (port) => ({ port }))).toEqual({ port: 40_001 });
});

test('a port that is taken is given up for a free one', async () => {
  await writeFile(join(dataDir, 'serve-port'), '40001\n');
  expect(await listenAsBefore(dataDir, listenUnlessTaken)).toEqual({ port: 40_002 });
  expect(await remembered()).toBe('40002\n');
});

test.each(['', 'x', '-1', '80', '99999', '1.5'])('a file that says %j is not believed', async (text) => {
  await writeFile(join(dataDir, 'serve-port'), text);
  const asked: number[] = [];
  await listenAsBefore(dataDir, async (port) => {
    asked.push(port);
    return { port: 40_003 };
  });
  expect(asked).toEqual([0]);
});
