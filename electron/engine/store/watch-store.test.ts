import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storeFolders, writeEntries } from './layout.ts';
import { storeChanges } from './watch-store.ts';

test('each change of index.json is told, from the first on, and nothing else', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'outcrop-watch-'));
  const folders = storeFolders(dataDir);
  const stop = new AbortController();
  const changes = storeChanges(folders, stop.signal, 5);
  const told = async (change: () => Promise<unknown>) => {
    const next = changes.next();
    // It looks once before it waits.
    await new Promise((done) => setTimeout(done, 20));
    await change();
    return (await next).done;
  };
  const names: string[] = [];
  expect(
    await told(async () => {
      await mkdir(folders.root, { recursive: true });
      await writeFile(join(folders.root, 'lock.1'), 'free');
      names.push('before');
      await writeEntries(folders, []);
    }),
  ).toBe(false);
  expect(await told(() => writeEntries(folders, [{ digest: 'sha256:1' }]))).toBe(false);
  expect(await told(() => rm(folders.root, { recursive: true }))).toBe(false);
  expect(await told(async () => stop.abort())).toBe(true);
  await rm(dataDir, { recursive: true });
});
