import type { ContainerEffect, UpperEntry } from '../../../shared/model/container.ts';
import { parsePath } from './resolve.ts';
import { nodeAt, type TreeNode } from './tree.ts';

/**
 * What copy-on-write did in the writable layer, from the layer before and after. A folder whose time alone changed is
 * left out: its entry is told.
 * @param lower what lies below the layer
 * @returns parents first; one path may be there twice, once as `opaque`
 */
export function editEffects(
  before: readonly UpperEntry[],
  after: readonly UpperEntry[],
  lower: TreeNode,
): ContainerEffect[] {
  const effects: ContainerEffect[] = [];
  const old = new Map(before.map((entry) => [entry.path, entry]));
  const add = (kind: ContainerEffect['kind'], { path, type, size }: UpperEntry, layer: number | null = null) =>
    void effects.push({ kind, path, type, size, layer });
  for (const entry of after) {
    const was = old.get(entry.path);
    old.delete(entry.path);
    if (entry.whiteout) {
      if (!was?.whiteout) add('whiteout', entry);
      continue;
    }
    if (was === undefined || was.whiteout) {
      // A whiteout says that what is below is gone: nothing is copied up from there again.
      const below = was === undefined ? nodeAt(lower, parsePath(lower, entry.path)) : undefined;
      const { facts } = below ?? {};
      const isCopy = facts?.kind === entry.type && !entry.opaque;
      add(isCopy ? 'copy-up' : 'new', entry, isCopy && facts?.kind === 'file' ? layerOf(facts.body) : null);
    } else if (differs(was, entry)) add('rewritten', entry);
    if (entry.opaque && was?.opaque !== true) add('opaque', entry);
  }
  for (const gone of old.values()) add('dropped', gone);
  return effects;
}

function layerOf(body: { readonly kind: string; readonly layer?: number }): number | null {
  return body.layer ?? null;
}

function differs(was: UpperEntry, entry: UpperEntry): boolean {
  if (was.type !== entry.type || was.mode !== entry.mode || was.uid !== entry.uid || was.gid !== entry.gid) return true;
  if (entry.type === 'dir') return false;
  return was.size !== entry.size || was.mtime !== entry.mtime || was.linkTarget !== entry.linkTarget;
}
