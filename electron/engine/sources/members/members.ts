import { open } from 'node:fs/promises';
import { OutcropError } from '../../../../shared/errors.ts';
import type { Region } from '../../bytes/region.ts';

/** What became of a name that a document of the archive gave. Only members are ever looked up, never the host. */
export type Found =
  /** `name` is the member that holds the bytes, links followed; `complete` is false when the archive ends within them. */
  | { readonly kind: 'file'; readonly name: string; readonly region: Region; readonly complete: boolean }
  | { readonly kind: 'absent' }
  /** The name, or a link on the way, leads outside the archive or folder. */
  | { readonly kind: 'unsafe' }
  /** Links go round in a circle, or on for too long. */
  | { readonly kind: 'loop' }
  /** A folder, device or pipe. */
  | { readonly kind: 'not-a-file' };

/** The files of an opened tar or folder, by name. One interface, so that a form reads both alike. */
export interface Members {
  /** Path of the source, for messages. */
  readonly path: string;
  /** Names without a slash, folders included. */
  readonly topLevel: ReadonlySet<string>;
  /** @param name as a document writes it: `./`, a leading slash and doubled slashes are passed over */
  find(name: string): Promise<Found>;
}

/**
 * A member name without leading slashes, `./` and doubled slashes; empty for the root.
 * @returns undefined for one with `..` or a NUL: it could point outside
 */
export function memberName(written: string): string | undefined {
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || written.includes('\0') ? undefined : parts.join('/');
}

/**
 * The whole of a small region.
 * @throws OutcropError `unreadable`, `damaged-archive` when the file ends within it
 */
export async function readRegion({ file, offset, size }: Region): Promise<Uint8Array> {
  const bytes = await readStart({ file, offset, size }, size);
  if (bytes.length < size)
    throw new OutcropError('damaged-archive', `${file} ends too early; copy it again.`, { file });
  return bytes;
}

/** The first bytes of a region; fewer only where the file or the region ends. @throws OutcropError `unreadable` */
export async function readStart({ file, offset, size }: Region, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.min(size, length));
  try {
    await using handle = await open(file, 'r');
    let filled = 0;
    while (filled < bytes.length) {
      // One call may give less than asked.
      // oxlint-disable-next-line no-await-in-loop
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The operating system's refusal as an OutcropError. */
export function unreadable(file: string, error: unknown): OutcropError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'ENOENT')
    return new OutcropError('not-found', `${file} does not exist; check the path.`, { file }, error);
  const advice = code === 'EACCES' || code === 'EPERM' ? 'check its permissions' : 'check the disk and try again';
  return new OutcropError('unreadable', `${file} cannot be read (${code}); ${advice}.`, { file }, error);
}
