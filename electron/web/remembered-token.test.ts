import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetToken, takeUpToken } from './remembered-token.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-token-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const HOUR = 60 * 60 * 1000;

test('a host that was killed leaves its token to the next', async () => {
  const token = await takeUpToken(folder);
  expect(await takeUpToken(folder)).toBe(token);
});
test('a host that was stopped does not', async () => {
  const token = await takeUpToken(folder);
  await forgetToken(folder);
  expect(await takeUpToken(folder)).not.toBe(token);
});
test.skipIf(process.platform === 'win32')(
  'only this user can read it; one that others could read is not taken up',
  async () => {
    const token = await takeUpToken(folder);
    expect((await stat(join(folder, 'serve-token'))).mode & 0o777).toBe(0o600);
    await chmod(join(folder, 'serve-token'), 0o644);
    expect(await takeUpToken(folder)).not.toBe(token);
  },
);
test('an old one is not taken up', async () => {
  const token = await takeUpToken(folder);
  expect(await takeUpToken(folder, Date.now() + 13 * HOUR)).not.toBe(token);
});
test('what is no token is not taken up', async () => {
  await writeFile(join(folder, 'serve-token'), 'hello\n', { mode: 0o600 });
  expect(await takeUpToken(folder)).toMatch(/^[A-Za-z0-9_-]{43}$/);
});
test('without a data folder there is a token all the same', async () => {
  expect(await takeUpToken(join(folder, 'none'))).toHaveLength(43);
});
