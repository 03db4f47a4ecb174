import type { PictureEntry } from './picture.test-support.ts';

export type Random = () => number;

/** A small seeded generator (mulberry32): the same seed gives the same numbers everywhere. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const NAMES = ['a', 'b', 'c', 'd'];
const MODES = ['0644', '0600', '0755', '4755', '0700', '1777'];

/**
 * Layers over few names, so that paths meet often: files, directories, links, pipes, hard links in and across layers,
 * whiteouts and opaque markers anywhere in the archive, duplicates, implied directories, changed metadata alone.
 * Nothing lies below a symbolic link of its own layer: cases have that.
 */
export function randomLayers(random: Random): PictureEntry[][] {
  const layers = 2 + Math.floor(random() * 5);
  return Array.from({ length: layers }, (_, layer) => randomLayer(random, layer));
}

function randomLayer(random: Random, layer: number): PictureEntry[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const randomPath = () => Array.from({ length: 1 + Math.floor(random() * 3.3) }, () => pick(NAMES)).join('/');
  const own = new Map<string, 'dir' | 'link' | 'other'>();
  const waiting = new Set<string>();
  const entries: PictureEntry[] = [];
  const metadata = () => ({
    ...(random() < 0.5 && { mode: pick(MODES) }),
    ...(random() < 0.3 && { uid: 1 + Math.floor(random() * 3), gid: Math.floor(random() * 3) }),
    ...(random() < 0.5 && { mtime: 1000 + Math.floor(random() * 9000) }),
  });
  const count = 2 + Math.floor(random() * 12);
  while (entries.length < count) {
    const path = randomPath();
    const roll = random();
    if (layer > 0 && roll < 0.18) {
      entries.push({ path, type: 'whiteout' });
      continue;
    }
    if (layer > 0 && roll < 0.27) {
      entries.push({ path: random() < 0.06 ? '' : path, type: 'opaque' });
      continue;
    }
    if (ancestors(path).some((above) => own.get(above) === 'link')) continue;
    if (roll < 0.5) {
      entries.push({ path, type: 'dir', ...metadata() });
      put(own, path, 'dir');
    } else if (roll < 0.76) {
      entries.push({ path, type: 'file', content: `${layer}.${entries.length}`, ...metadata() });
      put(own, path, 'other');
    } else if (roll < 0.84) {
      entries.push({ path, type: 'symlink', link: pick(['/a', 'b/c', '../x', 'nowhere']) });
      put(own, path, 'link');
    } else if (roll < 0.88) {
      entries.push({ path, type: 'fifo', ...metadata() });
      put(own, path, 'other');
    } else {
      const link = random() < 0.7 && own.size > 0 ? pick([...own.keys()]) : randomPath();
      const isTangled = waiting.has(link) || waiting.has(path);
      if (isTangled || link === path || ancestors(link).some((above) => own.get(above) === 'link')) continue;
      entries.push({ path, type: 'hardlink', link });
      const target = own.get(link);
      if (target === undefined) waiting.add(link).add(path);
      else if (target !== 'dir') put(own, path, target);
    }
  }
  return entries;
}

function ancestors(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

function put(own: Map<string, 'dir' | 'link' | 'other'>, path: string, kind: 'dir' | 'link' | 'other'): void {
  for (const above of ancestors(path)) own.set(above, 'dir');
  if (kind !== 'dir') for (const other of own.keys()) if (other.startsWith(`${path}/`)) own.delete(other);
  own.set(path, kind);
}
