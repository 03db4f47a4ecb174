import { randomBytes } from 'node:crypto';
import { closeSync, constants, fsync, fsyncSync, openSync, renameSync, rmSync, writev } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** With O_DSYNC the disk is at work as soon as bytes are written, not when fsync asks; Windows has no such flag. */
const NEW_AND_SYNCHRONOUS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_DSYNC ?? 0);

/** IOV_MAX of Linux, macOS and the BSDs. */
const PIECES_AT_ONCE = 1024;

/*
 * How every file of the data folder comes to be: written under another name in the same folder, fsync, rename, fsync of
 * the folder. A crash leaves what was there before or the whole new file, never half of one.
 */

/** `<name>.<pid>-<random>.tmp`: an unfinished file, and the process that was writing it. */
const UNFINISHED = /\.(\d+)-[0-9a-f]{12}\.tmp$/;

/** @returns the process that was writing it; undefined when the name is not one of an unfinished file */
export function writerOf(name: string): number | undefined {
  const pid = UNFINISHED.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** A name beside `file` that no other writer has, of this process or another. */
export function unfinishedName(file: string): string {
  return `${file}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
}

/** Replaces a file at once; its readers see the old bytes or the new. Readable by its owner only. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await buildWhole(file, (handle) => handle.writeFile(content));
}

/** The same for what is written piece by piece; a failed or aborted `build` leaves no file. */
export async function buildWhole(file: string, build: (handle: FileHandle) => Promise<void>): Promise<void> {
  const temporary = unfinishedName(file);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await build(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/**
 * The same for pieces that lie in memory, one after the other. The first are being written when this returns, so that a
 * thread may go on computing meanwhile.
 */
export async function writePieces(file: string, pieces: readonly Uint8Array[]): Promise<void> {
  const temporary = unfinishedName(file);
  try {
    const fd = openSync(temporary, NEW_AND_SYNCHRONOUS, 0o600);
    try {
      await writeAll(fd, pieces);
      await done((end) => fsync(fd, end));
    } finally {
      closeSync(fd);
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

async function writeAll(fd: number, pieces: readonly Uint8Array[]): Promise<void> {
  let left = pieces;
  while (left.length > 0) {
    // oxlint-disable-next-line no-await-in-loop
    const written = await done<number>((end) => writev(fd, left.slice(0, PIECES_AT_ONCE), end));
    left = after(left, written);
  }
}

async function done<T>(begin: (end: (error: Error | null, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    begin((error, value) => (error ? reject(error) : resolve(value as T)));
  });
}

/** What is left of the pieces after so many bytes. */
function after(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let at = 0;
  let over = bytes;
  while (at < pieces.length && pieces[at]!.length <= over) over -= pieces[at++]!.length;
  return over === 0 ? pieces.slice(at) : [pieces[at]!.subarray(over), ...pieces.slice(at + 1)];
}

/** The same within a worker thread, where all is synchronous. */
export function buildWholeSync(file: string, build: (fd: number) => void): void {
  const temporary = unfinishedName(file);
  try {
    const fd = openSync(temporary, 'wx', 0o600);
    try {
      build(fd);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolderSync(dirname(file));
}

/** Makes a folder that outlasts a power cut, and those on the way to it; only its owner may look into them. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const last = dirname(resolve(first));
  for (let above = dirname(resolve(folder)); above.length >= last.length; above = dirname(above)) {
    // A folder of somebody else's may not be read; whether its names last is not ours to say.
    // oxlint-disable-next-line no-await-in-loop
    await syncFolder(above).catch(() => {});
    if (above === dirname(above)) break;
  }
}

/** Makes renames and removals in a folder outlast a power cut. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function syncFolderSync(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
