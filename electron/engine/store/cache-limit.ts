import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writerOf } from '../bytes/write-whole.ts';

/** Indexes, spooled layers and unpacked archives together. Bytes. */
export const DEFAULT_CACHE_BYTES = 4 * 2 ** 30;
const GRACE_MS = 60 * 60 * 1000;

export interface CacheLimit {
  /** Folders of files that can be made again; a file's mtime is when it was last used. */
  readonly folders: readonly string[];
  /** Most bytes of all of them. */
  readonly bytes: number;
  /** Files that this process has open. */
  readonly inUse: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What was used this lately stays, in milliseconds: another Outcrop may be reading it. An hour by default. */
  readonly graceMs?: number;
}

/** Bytes of all files of the folders. */
export async function cacheUse(folders: readonly string[]): Promise<number> {
  return sizeOf((await Promise.all(folders.map(listFiles))).flat());
}

/**
 * Drops what was unused longest until the rest fits. What is in use stays, whatever it takes.
 * @returns bytes dropped
 */
export async function limitCaches({ folders, bytes, inUse, now, graceMs = GRACE_MS }: CacheLimit): Promise<number> {
  const files = (await Promise.all(folders.map(listFiles))).flat();
  let excess = sizeOf(files) - bytes;
  let dropped = 0;
  for (const { file, size, used } of files.toSorted((a, b) => a.used - b.used)) {
    if (excess <= 0) break;
    // What was used long from now was used before the clock was set back.
    if (inUse.has(file) || Math.abs(now - used) < graceMs) continue;
    // oxlint-disable-next-line no-await-in-loop
    await rm(file, { force: true });
    excess -= size;
    dropped += size;
  }
  return dropped;
}

interface CacheFile {
  readonly file: string;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly used: number;
}

const sizeOf = (files: readonly CacheFile[]) => files.reduce((sum, { size }) => sum + size, 0);

/** Without what is being written: its writer would miss it. */
async function listFiles(folder: string): Promise<readonly CacheFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile() && writerOf(entry.name) === undefined);
  const files = await Promise.all(
    names.map(async ({ parentPath, name }) => {
      const file = join(parentPath, name);
      // Another Outcrop may be dropping it.
      const status = await stat(file).catch(() => undefined);
      return status && { file, size: status.size, used: status.mtimeMs };
    }),
  );
  return files.filter((file) => file !== undefined);
}
