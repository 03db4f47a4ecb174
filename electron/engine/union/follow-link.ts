import { DEFAULT_LIMITS } from '../limits/limits.ts';
import { rowLink } from '../tar/entry-at.ts';
import { TYPE_CODES, type EntryRow, type TarIndex } from '../tar/tar-index.ts';
import { childNamed } from './lookup.ts';
import type { PathTable } from './path-table.ts';

const SYMLINK = TYPE_CODES.indexOf('symlink');
const SLASH = 0x2f;

/** Where a symbolic link leads in the merged tree. Paths are rows of the table. */
export type LinkEnd =
  | { readonly kind: 'found'; readonly path: number }
  /** Nothing visible has that name in that folder. */
  | { readonly kind: 'absent'; readonly folder: number; readonly name: Uint8Array }
  /** More links than the kernel follows. */
  | { readonly kind: 'loop' };

/**
 * Follows a link to its end as a process in the container would, its root being `/`: relative targets from the link's
 * folder, absolute ones from the root, `..` at the root stays there, links on the way are followed too.
 * @param version of a symbolic link, hidden or not
 * @param mostLinks as many as Linux follows before it says ELOOP, when left out
 */
export function followLink(
  table: PathTable,
  indexes: readonly (TarIndex | undefined)[],
  version: number,
  mostLinks: number = DEFAULT_LIMITS['link-hops'],
): LinkEnd {
  const target = (link: number): Uint8Array => {
    const holder = table.inode[link]!;
    const index = indexes[table.layer[holder]!];
    return (index && rowLink(index, table.row[holder]! as EntryRow)) ?? new Uint8Array(0);
  };
  const first = target(version);
  // Names still to be walked, the next one last.
  const names = componentsOf(first);
  let at = first[0] === SLASH ? 0 : table.parent[table.versionPath[version]!]!;
  for (let links = 1; names.length > 0;) {
    const name = names.pop()!;
    if (isDots(name, 1)) continue;
    if (isDots(name, 2)) {
      at = at === 0 ? 0 : table.parent[at]!;
      continue;
    }
    const child = childNamed(table, at, name);
    const visible = child === undefined ? -1 : table.visible[child]!;
    if (child === undefined || visible === -1) return { kind: 'absent', folder: at, name };
    if (table.type[visible] !== SYMLINK) {
      at = child;
      continue;
    }
    if (++links > mostLinks) return { kind: 'loop' };
    const next = target(visible);
    if (next[0] === SLASH) at = 0;
    names.push(...componentsOf(next));
  }
  return { kind: 'found', path: at };
}

/** Not empty ones, the first last. */
function componentsOf(target: Uint8Array): Uint8Array[] {
  const names: Uint8Array[] = [];
  for (let from = 0; from < target.length;) {
    const slash = target.indexOf(SLASH, from);
    const to = slash === -1 ? target.length : slash;
    if (to > from) names.push(target.subarray(from, to));
    from = to + 1;
  }
  return names.toReversed();
}

function isDots(name: Uint8Array, count: number): boolean {
  return name.length === count && name.every((byte) => byte === 0x2e);
}
