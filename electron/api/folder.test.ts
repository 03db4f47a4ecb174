import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listFolder } from './folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('folders come first, links are followed, and hidden or dangling names are left out', async () => {
  await mkdir(join(folder, 'zoo'));
  await writeFile(join(folder, 'b.tar'), '12345');
  await writeFile(join(folder, 'a.tar'), '1');
  await writeFile(join(folder, '.secret'), '');
  await symlink('zoo', join(folder, 'link'));
  await symlink('nowhere', join(folder, 'dangling'));
  expect(await listFolder(folder)).toEqual({
    path: folder,
    parent: dirname(folder),
    entries: [
      { name: 'link', kind: 'folder', size: 0 },
      { name: 'zoo', kind: 'folder', size: 0 },
      { name: 'a.tar', kind: 'file', size: 1 },
      { name: 'b.tar', kind: 'file', size: 5 },
    ],
  });
});

test('the root has no parent', async () => expect((await listFolder('/')).parent).toBeNull());

test.each([
  ['a name that is not there', 'nowhere'],
  ['a file', 'file'],
])('%s is no folder', async (_, name) => {
  await writeFile(join(folder, 'file'), '');
  await expect(listFolder(join(folder, name))).rejects.toMatchObject({ code: 'not-found' });
});
