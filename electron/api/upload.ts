import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { OutcropError } from '../../shared/errors.ts';

/** Larger archives can be opened by their path, without a second copy on this machine's disk. */
export const MAX_UPLOAD_BYTES = 64 * 2 ** 30;
/** Left free on the disk, for everybody else. */
const RESERVE_BYTES = 512 * 2 ** 20;
/** Free space is looked at again after so many bytes. */
const CHECK_EVERY_BYTES = 64 * 2 ** 20;
const OLD_MS = 24 * 60 * 60 * 1000;

/** Bytes free to this user on the disk of a folder. */
export type FreeSpace = (folder: string) => Promise<number>;

const freeSpace: FreeSpace = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/**
 * Streams a dropped file to `uploads/<generated>/<its own name, made safe>` in the data folder. A broken or
 * aborted upload leaves nothing behind.
 * @returns the absolute path to open
 * @throws OutcropError `too-large`, `unwritable`, `cancelled`
 */
export async function saveUpload(
  dataDir: string,
  name: string,
  request: Pick<Request, 'body' | 'headers' | 'signal'>,
  { limit = MAX_UPLOAD_BYTES, free = freeSpace }: { readonly limit?: number; readonly free?: FreeSpace } = {},
): Promise<string> {
  const folder = join(dataDir, 'uploads', randomUUID());
  const partial = join(folder, '.partial');
  const path = join(folder, safeName(name));
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const announced = Number(request.headers.get('content-length') ?? 0);
    const guard = createGuard(name, limit, () => free(folder));
    await guard(announced, announced);
    const body = request.body ? Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>) : Readable.from([]);
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        let written = 0;
        for await (const chunk of chunks) {
          written += chunk.length;
          await guard(written, chunk.length);
          yield chunk;
        }
      },
      createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }),
      { signal: request.signal },
    );
    await rename(partial, path);
    return path;
  } catch (error) {
    // What it throws would hide why the upload failed.
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    throw asOutcropError(error, name);
  }
}

/** Removes uploads that are a day old and that nothing recent names. */
export async function removeOldUploads(dataDir: string, keep: ReadonlySet<string>, now = Date.now()): Promise<void> {
  const root = join(dataDir, 'uploads');
  const kept = new Set([...keep].map((path) => basename(join(path, '..'))));
  for (const name of await readdir(root).catch(() => [])) {
    const folder = join(root, name);
    const old = now - (await stat(folder)).mtimeMs > OLD_MS;
    if (old && !kept.has(name)) await rm(folder, { recursive: true, force: true });
  }
}

/** The last part of a name, without what a file system or a terminal gives a meaning to. */
export function safeName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  const plain = last.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069<>:"|?*]/g, '_');
  const short = Buffer.from(plain.replace(/^\.+/, '').replace(/[. ]+$/, ''))
    .subarray(0, 180)
    .toString('utf8');
  return short.replace(/\uFFFD+$/, '') || 'image';
}

/** @returns a function that throws when `total` bytes, `more` of them still to be written, are too many */
function createGuard(name: string, limit: number, free: () => Promise<number>) {
  let sinceCheck = CHECK_EVERY_BYTES;
  return async (total: number, more: number): Promise<void> => {
    if (!Number.isSafeInteger(total) || total > limit)
      throw new OutcropError(
        'too-large',
        `${name} has more than ${limit} bytes, the limit of an upload; open it by its path.`,
      );
    sinceCheck += more;
    if (sinceCheck < CHECK_EVERY_BYTES) return;
    sinceCheck = 0;
    if ((await free()) < more + RESERVE_BYTES)
      throw new OutcropError(
        'too-large',
        `${name} does not fit on the disk of the data folder; free some space or open it by its path.`,
      );
  };
}

function asOutcropError(error: unknown, name: string): unknown {
  if (error instanceof OutcropError || !(error instanceof Error)) return error;
  if (error.name === 'AbortError') return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR')
    return new OutcropError('cancelled', `The upload of ${name} was broken off.`);
  return new OutcropError(
    'unwritable',
    `${name} could not be written to the data folder (${code ?? error.name}); free some space or set another data folder.`,
    undefined,
    error,
  );
}
