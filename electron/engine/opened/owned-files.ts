import type { FoundPackage } from '../analysis/packages/found-package.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { lookupPath } from '../union/lookup.ts';
import { rootLinks } from './root-links.ts';
import type { Stack } from './stack.ts';

const DIR = TYPE_CODES.indexOf('dir');
/** Paths looked up before the thread is let go. */
const AT_ONCE = 2000;

/** Which package each path of the merged tree belongs to. */
export interface OwnedFiles {
  /** Path → 1 + position of its package; 0: none. Folders belong to the package whose folder they are in only. */
  readonly owner: Int32Array;
  /** Files and links of each package, then (at the end) of none. */
  readonly counts: Float64Array;
  /** Their bytes, each inode once. */
  readonly bytes: Float64Array;
}

/** By the lists of databases, and all below the folders of packages that have one. The first to name a path has it. */
export async function ownedFiles(
  stack: Stack,
  packages: readonly FoundPackage[],
  signal: AbortSignal | undefined,
): Promise<OwnedFiles> {
  const { table, indexes } = stack;
  const owner = new Int32Array(table.length);
  const straight = rootLinks(stack);
  let asked = 0;
  for (const [at, { owns = [], folder }] of packages.entries()) {
    for (const path of folder === undefined ? owns : [...owns, folder]) {
      asked++;
      // oxlint-disable-next-line no-await-in-loop -- lets others have the thread
      if (asked % AT_ONCE === 0) await pause(signal);
      const row = lookupPath(table, straight(path));
      if (row === undefined || row === 0 || owner[row] !== 0) continue;
      // Folders of a database's list belong to many packages.
      const version = table.visible[row]!;
      if (version !== -1 && (path === folder || table.type[version] !== DIR)) owner[row] = at + 1;
    }
  }
  const counts = new Float64Array(packages.length + 1);
  const bytes = new Float64Array(packages.length + 1);
  const counted = new Uint8Array(table.versionCount);
  for (let row = 1; row < table.length; row++) {
    // Parents come first, so what a folder has comes down to all in it.
    if (owner[row] === 0) owner[row] = owner[table.parent[row]!]!;
    const version = table.visible[row]!;
    if (version === -1 || table.type[version] === DIR) continue;
    const at = owner[row] === 0 ? packages.length : owner[row]! - 1;
    counts[at]!++;
    const inode = table.inode[version]!;
    if (counted[inode] === 1) continue;
    counted[inode] = 1;
    bytes[at]! += indexes[table.layer[inode]!]?.size[table.row[inode]!] ?? 0;
  }
  return { owner, counts, bytes };
}

function pause(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
