import { entryOf, hardLinkEntry, opaqueEntry, whiteoutEntry, type LayerEntry } from './layer-entry.ts';
import { belowOf } from './merged-tree.ts';
import type { NodeFacts, TreeNode } from './tree.ts';
import { sortedChildren, type UpperDir } from './upper.ts';

/**
 * The entries of the layer that a writable layer becomes: parents before children, siblings by bytes of the name, the
 * opaque marker first in its folder. Folders that were copied up for what is in them come along, as `docker commit` has
 * them. A folder that is opaque with nothing below to hide needs no marker.
 * @param lower the image without the init layer, which is not committed
 */
export function upperEntries(upper: UpperDir, lower: TreeNode | undefined): LayerEntry[] {
  const entries: LayerEntry[] = [];
  const firstName = new Map<number, string>();
  const visit = (dir: UpperDir, under: TreeNode | undefined, path: string) => {
    if (dir.opaque && under?.facts.kind === 'dir') entries.push(opaqueEntry(path, dir.facts.mtime));
    const below = belowOf(dir, under);
    for (const [name, node] of sortedChildren(dir)) {
      const at = path === '' ? name : `${path}/${name}`;
      // What only the init layer has needs no marker.
      if (node.kind === 'whiteout') {
        if (below?.child(name)) entries.push(whiteoutEntry(at, dir.facts.mtime));
      } else if (node.kind === 'dir') {
        entries.push(entryOf(at, node.facts));
        // What an opaque folder hides lies under the folder itself, also where its parent shows nothing more of it.
        visit(node, below?.child(name), at);
      } else {
        const first = firstName.get(node.inode);
        if (first === undefined) firstName.set(node.inode, at);
        entries.push(first === undefined ? entryOf(at, node.facts) : hardLinkEntry(at, first, node.facts));
      }
    }
  };
  if (lower && !isSameRoot(upper.facts, lower.facts)) entries.push(entryOf('.', upper.facts));
  visit(upper, lower, '');
  return entries;
}

/** The root is always there; only a change made to itself is worth an entry. */
function isSameRoot(upper: NodeFacts, lower: NodeFacts): boolean {
  return upper.mode === lower.mode && upper.uid === lower.uid && upper.gid === lower.gid;
}
