import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { sep } from 'node:path';
import type { Region } from '../bytes/region.ts';

/** A file changed this shortly before it was read may change again within one tick of the clock that stamps it. */
const TICK_MS = 50;

export interface RegionIdentity {
  /** Hex; another one once the file has changed, as far as its status tells. */
  readonly key: string;
  /** Whether the next change of the file is sure to change the key. */
  readonly isSettled: boolean;
}

/**
 * What stands for the bytes of a region until they are hashed: path, device, inode, size and times of its file, and the
 * stretch of it.
 * @param ownDirs files in them were written once by Outcrop under a name that says what they hold; their times only say when they were used
 * @returns undefined when the file is not there or cannot be asked
 */
export function regionIdentity({ file, offset, size }: Region, ownDirs: readonly string[]): RegionIdentity | undefined {
  const status = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (!status?.isFile()) return undefined;
  const isOwn = ownDirs.some((folder) => file.startsWith(folder + sep));
  const times = isOwn ? [] : [status.mtimeNs, status.ctimeNs];
  const facts = [file, status.dev, status.ino, status.size, ...times, offset, size];
  return {
    key: createHash('sha256').update(facts.join('\0')).digest('hex'),
    // A time to come is of a clock that was set back: the next change will be stamped with another, too.
    isSettled: isOwn || Math.abs(Date.now() - Number(status.ctimeMs)) > TICK_MS,
  };
}
