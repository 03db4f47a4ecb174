import { existsSync } from 'node:fs';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SafeFolder, type SafeFolderOptions } from './safe-folder.ts';
import { unsafeName } from './unsafe-name.ts';

let scratch: string;
/** What an image is written into, and beside it what must never change. */
let folder: string;
let canary: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'outcrop-safe-'));
  [folder, canary] = [join(scratch, 'out'), join(scratch, 'canary')];
  await mkdir(folder);
  await mkdir(canary);
  await writeFile(join(canary, 'alive'), 'sings');
});
afterEach(async () => {
  expect(await readdir(canary)).toEqual(['alive']);
  expect(await readFile(join(canary, 'alive'), 'utf8')).toBe('sings');
  expect((await readdir(scratch)).toSorted()).toEqual(['canary', 'out']);
  await rm(scratch, { recursive: true });
});

const FACTS = { mode: 0o644, mtime: 1_700_000_000 };
const names = (path: string) => path.split('/').map((name) => Buffer.from(name));
async function* broken() {
  yield Buffer.from('half');
  throw new Error('no more');
}
async function* content(text: string) {
  yield Buffer.from(text);
}
async function using<T>(options: Partial<SafeFolderOptions>, action: (target: SafeFolder) => Promise<T>): Promise<T> {
  const target = await SafeFolder.open(folder, { force: false, ...options });
  try {
    return await action(target);
  } finally {
    await target.close();
  }
}
const write = (path: string, options: Partial<SafeFolderOptions> = {}) =>
  using(options, (target) => target.writeFile(names(path), FACTS, content('new')));

const isPosix = process.platform !== 'win32';
const reason = (wanted: string) => expect.objectContaining({ name: 'Refusal', reason: wanted }) as Error;

describe.skipIf(!isPosix)('something stands in the way', () => {
  test.each<[string, (at: string) => Promise<unknown>, boolean, string]>([
    ['a link to a folder where its folder would be', () => symlink(canary, join(folder, 'd')), false, 'unsafe-parent'],
    ['the same, with force', () => symlink(canary, join(folder, 'd')), true, 'unsafe-parent'],
    ['a file where its folder would be', () => writeFile(join(folder, 'd'), 'old'), true, 'unsafe-parent'],
    ['a file', (at) => mkdir(join(folder, 'd')).then(() => writeFile(at, 'old')), false, 'exists'],
    ['a link', (at) => mkdir(join(folder, 'd')).then(() => symlink(join(canary, 'alive'), at)), false, 'exists'],
    [
      'a dangling link',
      (at) => mkdir(join(folder, 'd')).then(() => symlink(join(canary, 'made'), at)),
      false,
      'exists',
    ],
    ['a folder, with force', (at) => mkdir(at, { recursive: true }), true, 'exists'],
  ])('%s: refused, and it stays', async (_, prepare, force, wanted) => {
    const at = join(folder, 'd/f');
    await prepare(at);
    const before = await lstat(join(folder, 'd'));
    await expect(write('d/f', { force })).rejects.toThrow(reason(wanted));
    expect((await lstat(join(folder, 'd'))).ino).toBe(before.ino);
  });

  test.each<[string, (at: string) => Promise<unknown>]>([
    ['a file', (at) => writeFile(at, 'old and longer')],
    ['a link, not what it leads to', (at) => symlink(join(canary, 'alive'), at)],
  ])('with force %s is replaced', async (_, prepare) => {
    await prepare(join(folder, 'f'));
    await write('f', { force: true });
    expect((await lstat(join(folder, 'f'))).isFile()).toBe(true);
    expect(await readFile(join(folder, 'f'), 'utf8')).toBe('new');
  });
});

test.each(['..', '.', '', 'a/../../canary/x', '../canary/alive', 'x\0y', 'n'.repeat(256)])(
  'the name %j is refused',
  async (path) => {
    await expect(write(path, { force: true })).rejects.toThrow(reason('unsafe-name'));
    await expect(using({}, (target) => target.makeFolder(names(path)))).rejects.toThrow(reason('unsafe-name'));
    await expect(using({}, (target) => target.makeSymlink(names(path), Buffer.from('x')))).rejects.toThrow(
      reason('unsafe-name'),
    );
  },
);

describe.skipIf(!isPosix)('a race', () => {
  test('a folder swapped for a link while it is filled: what follows stays with the folder, or is refused', async () => {
    await using({}, async (target) => {
      await target.writeFile(names('d/one'), FACTS, content('1'));
      await rename(join(folder, 'd'), join(folder, 'moved'));
      await symlink(canary, join(folder, 'd'));
      await target.writeFile(names('d/two'), FACTS, content('2')).catch((error: unknown) => {
        expect(error).toMatchObject({ reason: 'unsafe-parent' });
      });
      await target.writeFile(names('e/three'), FACTS, content('3'));
      await expect(target.writeFile(names('d/four'), FACTS, content('4'))).rejects.toThrow(reason('unsafe-parent'));
      await expect(target.finishFolder(names('d'), FACTS)).rejects.toThrow(reason('unsafe-parent'));
    });
  });

  test('a file swapped for a link before it is linked to: the hard link is taken back', async () => {
    await using({}, async (target) => {
      const inode = await target.writeFile(names('a'), FACTS, content('1'));
      await rm(join(folder, 'a'));
      await symlink(join(canary, 'alive'), join(folder, 'a'));
      await expect(target.makeHardLink(names('b'), names('a'), inode)).rejects.toThrow(reason('link-refused'));
    });
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });

  test('a link that the image itself made is not walked through', async () => {
    await using({}, async (target) => {
      await target.makeSymlink(names('d'), Buffer.from(canary));
      await expect(target.writeFile(names('d/f'), FACTS, content('x'))).rejects.toThrow(reason('unsafe-parent'));
      await expect(target.makeSymlink(names('d/l'), Buffer.from('x'))).rejects.toThrow(reason('unsafe-parent'));
      await expect(target.makeFolder(names('d/g'))).rejects.toThrow(reason('unsafe-parent'));
      await expect(target.makeHardLink(names('d/h'), names('d/alive'), 1n)).rejects.toThrow(reason('unsafe-parent'));
    });
  });
});

describe.skipIf(!isPosix)('what is written', () => {
  test('has its mode and time; a folder gets its own at the end', async () => {
    await using({}, async (target) => {
      await target.makeFolder(names('d'));
      await target.writeFile(names('d/f'), { mode: 0o4711, mtime: 1_500_000_000.5 }, content('x'));
      await target.finishFolder(names('d'), { mode: 0o555, mtime: 1_400_000_000 });
    });
    expect((await stat(join(folder, 'd/f'))).mode & 0o7777).toBe(0o4711);
    expect((await stat(join(folder, 'd/f'))).mtimeMs).toBe(1_500_000_000_500);
    expect((await stat(join(folder, 'd'))).mtimeMs).toBe(1_400_000_000_000);
    expect((await stat(join(folder, 'd'))).mode & 0o777).toBe(0o555);
    await using({}, (target) => target.finishFolder(names('d'), { mode: 0o755, mtime: 0 }));
  });

  test('links as they stand, hard links as one file, names that are not UTF-8 on Linux', async () => {
    await using({}, async (target) => {
      const inode = await target.writeFile(names('a/f'), FACTS, content('x'));
      await target.makeHardLink(names('b/g'), names('a/f'), inode);
      await target.makeSymlink(names('l'), Buffer.from('/etc/passwd'));
      if (process.platform === 'linux') await target.writeFile([Buffer.of(0xff, 0x41)], FACTS, content('raw'));
    });
    expect((await stat(join(folder, 'a/f'))).ino).toBe((await stat(join(folder, 'b/g'))).ino);
    expect(await readlink(join(folder, 'l'))).toBe('/etc/passwd');
    if (process.platform === 'linux')
      expect((await readdir(folder, 'buffer')).some((name) => name.equals(Buffer.of(0xff, 0x41)))).toBe(true);
  });

  test('nothing is left of a content that fails', async () => {
    await expect(using({}, (target) => target.writeFile(names('f'), FACTS, broken()))).rejects.toThrow('no more');
    expect(existsSync(join(folder, 'f'))).toBe(false);
  });
});

describe('names that a system cannot hold', () => {
  test.each<[string, Partial<Record<NodeJS.Platform, boolean>>]>([
    ['plain.txt', { linux: true, darwin: true, win32: true }],
    ['a:b', { linux: true, darwin: true, win32: false }],
    ['back\\slash', { linux: true, darwin: true, win32: false }],
    ['what?', { linux: true, win32: false }],
    ['line\nbreak', { linux: true, win32: false }],
    ['CON', { linux: true, win32: false }],
    ['nul.txt', { linux: true, win32: false }],
    ['com1', { linux: true, win32: false }],
    ['console', { linux: true, win32: true }],
    ['dot.', { linux: true, win32: false }],
    ['space ', { linux: true, win32: false }],
    ['..', { linux: false, darwin: false, win32: false }],
    ['a/b', { linux: false, darwin: false, win32: false }],
  ])('%j', (name, systems) => {
    for (const [platform, safe] of Object.entries(systems))
      expect([platform, unsafeName(Buffer.from(name), platform as NodeJS.Platform) === undefined]).toEqual([
        platform,
        safe,
      ]);
  });

  test('bytes that are not UTF-8 are for Linux', () => {
    expect(unsafeName(Buffer.of(0xff), 'linux')).toBeUndefined();
    expect(unsafeName(Buffer.of(0xff), 'darwin')).toBeDefined();
  });
});
