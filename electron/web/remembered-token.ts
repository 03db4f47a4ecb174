import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../engine/bytes/write-whole.ts';
import { createToken } from './guard.ts';

/** A window that outlived its host by more than this is no longer let in. */
const VALID_MS = 12 * 60 * 60 * 1000;

const fileIn = (dataDir: string): string => join(dataDir, 'serve-token');

/**
 * A new token, or the one of a host that was killed: its window finds the next host at the same port and goes on. A
 * host that is stopped takes its token with it.
 */
export async function takeUpToken(dataDir: string, now: number = Date.now()): Promise<string> {
  const token = (await tokenLeft(fileIn(dataDir), now)) ?? createToken();
  // A data folder that cannot be written is told where it matters; here it only means another token next time.
  await writeWhole(fileIn(dataDir), `${token}\n`).catch(() => {});
  return token;
}

export async function forgetToken(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true }).catch(() => {});
}

/** What others could have read or written is no secret. */
async function tokenLeft(file: string, now: number): Promise<string | undefined> {
  try {
    const { mode, uid, mtimeMs } = await stat(file);
    const isOurs = process.platform === 'win32' || ((mode & 0o077) === 0 && uid === process.getuid?.());
    if (!isOurs || Math.abs(now - mtimeMs) > VALID_MS) return undefined;
    return /^[A-Za-z0-9_-]{43}$/.exec((await readFile(file, 'utf8')).trim())?.[0];
  } catch {
    return undefined;
  }
}
