import { MAX_LINK_HOPS } from '../limits.ts';
import { memberName, type Found, type Members } from './members.ts';
import type { OuterEntry } from './outer-tar.ts';

/**
 * The members of a tar, by name; of two with one name the last wins, as it does when a tar is extracted.
 * @param entries in archive order
 */
export function archiveMembers(path: string, entries: Iterable<OuterEntry>): Members {
  const byName = new Map<string, OuterEntry>();
  const topLevel = new Set<string>();
  for (const entry of entries) {
    const name = memberName(entry.name);
    if (name === undefined || name === '') continue;
    byName.set(name, entry);
    topLevel.add(name.slice(0, (name.indexOf('/') + 1 || name.length + 1) - 1));
  }
  return { path, topLevel, find: (name) => Promise.resolve(find(byName, name)) };
}

function find(byName: ReadonlyMap<string, OuterEntry>, written: string): Found {
  let name = memberName(written);
  if (name === undefined) return { kind: 'unsafe' };
  // Windows daemons before 2018 wrote backslashes (moby 0a49de4eb5).
  if (!byName.has(name) && written.includes('\\')) name = memberName(written.replaceAll('\\', '/'));
  if (name === undefined) return { kind: 'unsafe' };

  for (let hop = 0; hop <= MAX_LINK_HOPS; hop++) {
    const entry = byName.get(name);
    if (entry === undefined) return { kind: 'absent' };
    if (entry.kind === 'file') return { kind: 'file', name, region: entry.region };
    if (entry.kind === 'other') return { kind: 'not-a-file' };
    const targets = linkTargets(name, entry);
    const next = targets.find((target) => byName.has(target));
    if (next === undefined) return { kind: targets.length === 0 ? 'unsafe' : 'absent' };
    name = next;
  }
  return { kind: 'loop' };
}

/**
 * Names that a link may mean, likeliest first; those outside the archive left out. A hard link counts from the root.
 * A symlink counts from the member's folder; some writers counted from the root, and Docker 1.12-rc from the member
 * itself, one level too deep (moby#24951).
 */
function linkTargets(name: string, { kind, link }: OuterEntry): readonly string[] {
  const folder = name.split('/').slice(0, -1);
  const root: readonly string[] = [];
  if (link.startsWith('/')) return [resolve(root, link)].filter((target) => target !== undefined);
  const bases = kind === 'hardlink' ? [root, folder] : [folder, root, name.split('/')];
  return bases.map((base) => resolve(base, link)).filter((target) => target !== undefined);
}

function resolve(base: readonly string[], link: string): string | undefined {
  const parts = [...base];
  for (const part of link.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
