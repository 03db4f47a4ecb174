import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeOldUploads, safeName, saveUpload } from './upload.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-upload-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (body: string | ReadableStream<Uint8Array>, init: RequestInit = {}) =>
  new Request('http://127.0.0.1/data/upload', { method: 'PUT', body, duplex: 'half', ...init });
const uploads = () => readdir(join(folder, 'uploads')).catch(() => []);
const plenty = { free: (): Promise<number> => Promise.resolve(2 ** 50) };

test('the bytes arrive whole, under the name they had', async () => {
  const path = await saveUpload(folder, 'web v1.tar', put('0123456789'), plenty);
  expect([basename(path), await readFile(path, 'utf8')]).toEqual(['web v1.tar', '0123456789']);
  expect(dirname(dirname(path))).toBe(join(folder, 'uploads'));
  expect(await readdir(dirname(path))).toEqual(['web v1.tar']);
});

test('two files of one name do not meet', async () => {
  const paths = await Promise.all(['a', 'b'].map((text) => saveUpload(folder, 'x.tar', put(text), plenty)));
  expect(new Set(paths).size).toBe(2);
});

test.each([
  ['announces too much', put('x', { headers: { 'content-length': '11' } }), { ...plenty, limit: 10 }, 'too-large'],
  ['sends too much without saying', put('01234567890'), { ...plenty, limit: 10 }, 'too-large'],
  ['does not fit on the disk', put('x'), { free: (): Promise<number> => Promise.resolve(1000) }, 'too-large'],
])('an upload that %s is refused and leaves nothing', async (_, request, options, code) => {
  await expect(saveUpload(folder, 'x.tar', request, options)).rejects.toMatchObject({ code });
  expect(await uploads()).toEqual([]);
});

test('an upload that is broken off leaves nothing', async () => {
  const gone = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(1000));
      gone.abort();
    },
  });
  await expect(saveUpload(folder, 'x.tar', put(body, { signal: gone.signal }), plenty)).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(await uploads()).toEqual([]);
});

test('a data folder that is a file is told as what it is', async () => {
  await writeFile(join(folder, 'uploads'), '');
  await expect(saveUpload(folder, 'x.tar', put('x'), plenty)).rejects.toMatchObject({ code: 'unwritable' });
});

test('an old upload goes unless something recent names it', async () => {
  for (const name of ['old', 'kept', 'new']) {
    await mkdir(join(folder, 'uploads', name), { recursive: true });
    await writeFile(join(folder, 'uploads', name, 'x.tar'), '');
    if (name !== 'new') await utimes(join(folder, 'uploads', name), 0, 0);
  }
  await removeOldUploads(folder, new Set([join(folder, 'uploads', 'kept', 'x.tar')]));
  expect(new Set(await uploads())).toEqual(new Set(['kept', 'new']));
});

test.each([
  ['a plain name stays', 'web-v1.tar.gz', 'web-v1.tar.gz'],
  ['a Chinese name stays', '镜像.tar', '镜像.tar'],
  ['folders are cut off', '../../etc/passwd', 'passwd'],
  ['Windows folders, too', 'C:\\images\\a.tar', 'a.tar'],
  ['a dot file shows itself', '...hidden', 'hidden'],
  ['nothing but dots gets a name', '..', 'image'],
  ['control characters and reversal are taken out', 'a\n\u001b[1m\u202Erat.tar', 'a__[1m_rat.tar'],
  ['a long name is cut between characters', '镜'.repeat(100), '镜'.repeat(60)],
])('%s', (_, given, expected) => expect(safeName(given)).toBe(expected));
