import { Buffer } from 'node:buffer';
import type { Warning } from '../../../shared/model/warning.ts';
import type { BodyDigests } from './body-digests.ts';
import { directoryName, entryAt, rowBasename, type TarEntry } from './entry-at.ts';
import { escapeName } from './escape-name.ts';
import { KEPT_BYTES } from './tar-warnings.ts';
import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';

import { ENTRY_FLAG, TYPE_CODES, type EntryRow, type TarIndex } from './tar-index.ts';
import type { TocEntry } from './toc-entries.ts';

/** What the pass over the whole layer found out. */
export interface RealLayer {
  readonly index: TarIndex;
  readonly digests: Pick<BodyDigests, 'of'>;
  /** Where gzip members or zstd frames start: in the blob, and in the tar. Empty when this was not found out. */
  readonly starts: MemberStarts;
}

/** Ascending. */
export interface MemberStarts {
  readonly in: ArrayLike<number>;
  readonly out: ArrayLike<number>;
}

const FILE = TYPE_CODES.indexOf('file');
const HARDLINK = TYPE_CODES.indexOf('hardlink');
const REPLACEMENT = '\uFFFD';

/**
 * What a table of contents says otherwise than the tar itself. Engines that read layers lazily show what the table
 * says, all others what the tar says. Of a path that is there twice the last counts, in both.
 */
export function checkToc(
  table: readonly TocEntry[],
  real: RealLayer,
  limits: Pick<Limits, 'warnings-per-kind'> = DEFAULT_LIMITS,
): readonly Warning[] {
  const most = limits['warnings-per-kind'];
  /** True once its row was seen. */
  const claimed = new Map<string, TocEntry | true>();
  for (const entry of table) claimed.set(entry.name, entry);
  const found: Warning[] = [];
  let count = 0;
  const differs = (name: string, how: string) => {
    if (++count > most) return;
    const path = `/${escapeName(Buffer.from(name).subarray(0, KEPT_BYTES))}`;
    found.push({ code: 'toc-mismatch', path, message: `${path} ${how}; lazy engines believe the table.` });
  };

  const unclaimed = new Set<string>();
  const nameOf = textNames(real.index);
  for (let row = real.index.length - 1; row >= 0; row--) {
    const name = nameOf(row as EntryRow);
    // JSON cannot name it.
    if (name === '' || name.includes(REPLACEMENT)) continue;
    const claim = claimed.get(name);
    if (claim === true || unclaimed.has(name)) continue;
    if (claim === undefined) {
      unclaimed.add(name);
      if (!(real.index.flags[row]! & ENTRY_FLAG.skipped)) differs(name, 'is not in the layer’s table of contents');
      continue;
    }
    claimed.set(name, true);
    const how = difference(claim, entryAt(real.index, row as EntryRow), real, row);
    if (how !== undefined) differs(name, `has another ${how} in the layer’s table of contents`);
  }
  for (const [name, claim] of claimed) {
    if (claim === true || name === '' || name.includes(REPLACEMENT)) continue;
    differs(name, 'is in the layer’s table of contents but not in the layer');
  }
  if (count > found.length)
    found.push({
      code: 'toc-mismatch',
      message: `${count - found.length} more paths differ from the layer’s table of contents and are not listed.`,
    });
  return found;
}

/** Whole names as JSON has them; each folder's is made once. */
function textNames(index: TarIndex): (row: EntryRow) => string {
  const folders: string[] = [];
  return (row) => {
    const base = Buffer.from(rowBasename(index, row)).toString();
    const dir = index.dir[row]!;
    return dir === 0 ? base : (folders[dir] ??= `${Buffer.from(directoryName(index, dir)).toString()}/`) + base;
  };
}

function difference(claim: TocEntry, entry: TarEntry, real: RealLayer, row: number): string | undefined {
  if (claim.type !== entry.type) return 'type';
  if (entry.type === FILE && claim.size !== entry.size) return 'size';
  if (entry.type !== HARDLINK) {
    if (claim.mode !== entry.mode) return 'mode';
    if (claim.uid !== entry.uid || claim.gid !== entry.gid) return 'owner';
  }
  if ((claim.link ?? '') !== (entry.link ? Buffer.from(entry.link).toString() : '')) return 'link target';
  if (entry.type !== FILE || entry.size === 0 || entry.flags & (ENTRY_FLAG.sparse | ENTRY_FLAG.incomplete))
    return undefined;
  const digest = real.digests.of(row);
  if (claim.digest !== undefined && digest !== undefined && claim.digest !== digest) return 'digest';
  const isThere = claim.bodyOffset === undefined || claim.bodyOffset === entry.bodyOffset;
  return isThere && isPlaced(claim, entry.bodyOffset, real.starts) ? undefined : 'place';
}

/** Whether every chunk begins where the table says. */
function isPlaced({ chunks }: TocEntry, bodyOffset: number, starts: MemberStarts): boolean {
  if (starts.in.length === 0) return true;
  return chunks.every(({ offset, innerOffset, at, isZeros }) => {
    if (isZeros) return true;
    // Empty members and frames may lie between: one place in the blob, several starts at the same byte of the tar.
    const start = lastAtOrBefore(starts.in, offset);
    return starts.in[start] === offset && starts.out[start]! + innerOffset === bodyOffset + at;
  });
}

/** @returns -1 when all are larger */
function lastAtOrBefore(ascending: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
