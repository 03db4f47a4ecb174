import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInBrowser, writeRedirect } from './open-browser.ts';

const URL_WITH_SECRET = 'http://127.0.0.1:1234/#ticket=s3cret';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-open-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the page that leads to the window can be read by this user alone, and the one before is gone', async () => {
  const first = await writeRedirect(folder, URL_WITH_SECRET);
  expect(await readFile(first, 'utf8')).toContain(`content="0;url=${URL_WITH_SECRET}"`);
  if (process.platform !== 'win32') {
    expect((await stat(first)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'open'))).mode & 0o777).toBe(0o700);
  }
  await writeRedirect(folder, URL_WITH_SECRET);
  await expect(stat(first)).rejects.toMatchObject({ code: 'ENOENT' });
});

test.skipIf(process.platform !== 'linux')('the browser’s command line holds no secret', async () => {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  // Stands for the system's opener and writes down what it was given.
  await writeFile(
    join(bin, 'xdg-open'),
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/argv.part' && mv '${folder}/argv.part' '${folder}/argv'\n`,
  );
  await chmod(join(bin, 'xdg-open'), 0o755);
  const path = process.env['PATH'];
  process.env['PATH'] = `${bin}${delimiter}${path}`;
  try {
    expect(await openInBrowser(folder, URL_WITH_SECRET)).toBe(true);
  } finally {
    process.env['PATH'] = path;
  }
  await expect.poll(() => readFile(join(folder, 'argv'), 'utf8').catch(() => '')).toMatch(/^file:/);
  const given = (await readFile(join(folder, 'argv'), 'utf8')).trim();
  expect(given).not.toContain('s3cret');
  expect(await readFile(fileURLToPath(given), 'utf8')).toContain('s3cret');
});
