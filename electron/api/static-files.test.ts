import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findStaticFile } from './static-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-static-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await mkdir(join(folder, 'renderer-other'));
  for (const path of ['secret.js', 'renderer-other/x.js', 'renderer/index.html', 'renderer/assets/a b.js'])
    await writeFile(join(folder, path), '1234');
  for (const path of ['renderer/.env.js', 'renderer/run.sh']) await writeFile(join(folder, path), '');
  await symlink('../secret.js', join(folder, 'renderer', 'link.js'));
  await mkdir(join(folder, 'renderer', 'folder.js'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const find = (pathname: string) => findStaticFile(join(folder, 'renderer'), pathname);

test.each([
  ['the page', '/', 'text/html; charset=utf-8'],
  ['the page by name', '/index.html', 'text/html; charset=utf-8'],
  ['an asset with an escape', '/assets/a%20b.js', 'text/javascript; charset=utf-8'],
])('%s is served', async (_, pathname, type) => expect(await find(pathname)).toMatchObject({ type, size: 4 }));

test.each([
  ['a name that is not there', '/nowhere.js'],
  ['dots', '/../secret.js'],
  ['escaped dots', '/%2e%2e/secret.js'],
  ['an escaped slash', '/assets%2f..%2f..%2fsecret.js'],
  ['a backslash', '/..\\secret.js'],
  ['a sibling that begins with the same name', '/../renderer-other/x.js'],
  ['a link that leads out', '/link.js'],
  ['a dot file', '/.env.js'],
  ['an unknown kind', '/run.sh'],
  ['a folder', '/folder.js'],
  ['an empty part', '//index.html'],
  ['a NUL', '/index.html%00.js'],
  ['half an escape', '/%e0%a4%a'],
])('%s is not found', async (_, pathname) => expect(await find(pathname)).toBeUndefined());
