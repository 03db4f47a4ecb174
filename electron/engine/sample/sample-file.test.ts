import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSample } from './sample-archive.ts';
import { sampleFile } from './sample-file.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'outcrop-sample-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('the sample is made in the data folder, and only there', async () => {
  const file = await sampleFile(dataDir);
  expect(file.startsWith(dataDir)).toBe(true);
  expect(readFileSync(file).equals(await makeSample())).toBe(true);
  expect(readdirSync(dirname(file))).toHaveLength(1);
});

test('a second call leaves the file as it is', async () => {
  const before = statSync(await sampleFile(dataDir));
  const after = statSync(await sampleFile(dataDir));
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
});

test('a file of another version is replaced', async () => {
  const file = await sampleFile(dataDir);
  writeFileSync(file, 'from an older Outcrop');
  expect(readFileSync(await sampleFile(dataDir)).equals(await makeSample())).toBe(true);
});

test('a data folder that is a file is a coded refusal', async () => {
  const notAFolder = join(dataDir, 'file');
  writeFileSync(notAFolder, '');
  await expect(sampleFile(notAFolder)).rejects.toMatchObject({ code: 'unwritable' });
});
