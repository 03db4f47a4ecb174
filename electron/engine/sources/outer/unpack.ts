import { createHash, randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcropError } from '../../../../shared/errors.ts';
import type { Compression } from '../../../../shared/model/layer.ts';
import { limitsOf, type OpenSourceOptions } from '../open-options.ts';
import { inflate } from './inflate.ts';

export interface Unpacked {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** One sentence when the compressed data broke off: the copy holds what came before. */
  readonly damage?: string;
}

/** A copy nobody opened for so long makes room for a new one. */
const KEEP_DAYS = 14;
const CHECK_EVERY = 64 * 1024 * 1024;

/**
 * An uncompressed copy of a compressed file. Its name is made of the file's identity (path, inode, size, mtime), so
 * an unchanged file is unpacked once; it appears under that name only when it is whole.
 * @throws OutcropError `unreadable`, `unwritable`, `too-large`, `unsupported`; AbortError after which nothing is left
 */
export async function unpack(
  file: string,
  compression: Exclude<Compression, 'none'>,
  options: OpenSourceOptions,
): Promise<Unpacked> {
  const status = await stat(file);
  const dir = join(options.cacheDir, 'unpacked');
  const name = identityOf(file, status);
  const copy = join(dir, `${name}.tar`);
  const broken = join(dir, `${name}.partial.tar`);
  const known = (await reuse(copy)) ?? (await reuse(broken, BROKEN_OFF));
  if (known !== undefined) return known;

  await mkdir(dir, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unwritable(dir, file, error);
  });
  await forgetOldCopies(dir);
  const temporary = join(dir, `${randomUUID()}.tmp`);
  try {
    const whole = await write(file, compression, temporary, status.size, { ...options, cacheDir: dir });
    await rename(temporary, whole ? copy : broken);
    const { size } = await stat(whole ? copy : broken);
    return whole ? { file: copy, size } : { file: broken, size, damage: BROKEN_OFF };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const BROKEN_OFF = 'The compressed data ends too early or is damaged.';

function identityOf(file: string, { dev, ino, size, mtimeMs }: Stats): string {
  return createHash('sha256').update([file, dev, ino, size, mtimeMs].join('\0')).digest('hex').slice(0, 32);
}

async function reuse(file: string, damage?: string): Promise<Unpacked | undefined> {
  try {
    const { size } = await stat(file);
    await utimes(file, new Date(), new Date());
    return { file, size, ...(damage !== undefined && { damage }) };
  } catch {
    return undefined;
  }
}

async function forgetOldCopies(dir: string): Promise<void> {
  const oldest = Date.now() - KEEP_DAYS * 24 * 3600 * 1000;
  for (const name of await readdir(dir)) {
    if (!/^(?:[0-9a-f]{32}(?:\.partial)?\.tar|[0-9a-f-]{36}\.tmp)$/.test(name)) continue;
    const path = join(dir, name);
    // Another Outcrop may be forgetting the same one.
    // oxlint-disable-next-line no-await-in-loop
    const status = await stat(path).catch(() => undefined);
    // oxlint-disable-next-line no-await-in-loop
    if (status !== undefined && status.mtimeMs < oldest) await rm(path, { force: true });
  }
}

/** @returns false when the compressed data broke off after at least one byte */
async function write(
  file: string,
  compression: Exclude<Compression, 'none'>,
  temporary: string,
  total: number,
  { cacheDir, signal, onProgress, limits }: OpenSourceOptions,
): Promise<boolean> {
  const { 'unpacked-bytes': limit, 'free-bytes': free } = limitsOf({ limits });
  let written = 0;
  let nextCheck = 0;
  const onRead = (done: number) => onProgress?.({ stage: 'unpacking', done, total });
  await using output = await open(temporary, 'wx', 0o600).catch((error: unknown) => {
    throw unwritable(cacheDir, file, error);
  });
  for await (const part of inflate({ file, size: total, compression, signal, onRead })) {
    if (part.kind === 'broken') {
      if (written === 0) throw damaged(file, compression, part.cause);
      return false;
    }
    signal?.throwIfAborted();
    if (written >= nextCheck) {
      nextCheck = written + CHECK_EVERY;
      await requireRoom(cacheDir, file, free);
    }
    written += part.bytes.length;
    if (written > limit)
      throw new OutcropError(
        'too-large',
        `${file} unpacks to more than ${limit} bytes, the limit (unpacked-bytes); raise it with --limit or in the settings, or unpack it yourself and open the folder.`,
        { file },
      );
    await writeAll(output, part.bytes, cacheDir, file);
  }
  return true;
}

async function writeAll(
  output: Awaited<ReturnType<typeof open>>,
  bytes: Uint8Array,
  cacheDir: string,
  file: string,
): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) at += (await output.write(bytes, at)).bytesWritten;
  } catch (error) {
    throw unwritable(cacheDir, file, error);
  }
}

async function requireRoom(cacheDir: string, file: string, free: number): Promise<void> {
  const { bavail, bsize } = await statfs(cacheDir);
  if (bavail * bsize < free + CHECK_EVERY)
    throw new OutcropError(
      'unwritable',
      `${cacheDir} has too little space left to unpack ${file} and leave ${free} bytes free (free-bytes); free some space or set another data folder.`,
      { file: cacheDir },
    );
}

function damaged(file: string, compression: string, cause: unknown): OutcropError {
  const message = `${file} looks like ${compression} but does not unpack: it is damaged or uses a feature that Outcrop does not read; copy it again or unpack it yourself.`;
  return new OutcropError('damaged-archive', message, { file }, cause);
}

function unwritable(cacheDir: string, file: string, error: unknown): OutcropError {
  const message = `${cacheDir} cannot take the unpacked copy of ${file}; free some space or set another data folder.`;
  return new OutcropError('unwritable', message, { file: cacheDir }, error);
}
