import type { Name } from './name.ts';
import type { TreeNode } from './tree.ts';
import { sortedChildren, type UpperDir, type UpperLeaf } from './upper.ts';

/** What lies below an upper directory and shows through it; undefined when nothing does. */
export function belowOf(dir: UpperDir, lower: TreeNode | undefined): TreeNode | undefined {
  return dir.opaque || lower?.facts.kind !== 'dir' ? undefined : lower;
}

/** Path with slashes and bytes as characters (`data/db`) → root of the volume mounted there. */
export type Mounts = ReadonlyMap<string, UpperDir>;

/** The union of a writable layer and the tree below it, as the kernel's overlayfs shows it, with volumes mounted over it. */
export function mergedTree(upper: UpperDir, lower: TreeNode | undefined, mounts: Mounts = new Map()): TreeNode {
  return dirNode(upper, lower, mounts, '');
}

function dirNode(upper: UpperDir, lower: TreeNode | undefined, mounts: Mounts, at: string): TreeNode {
  const below = belowOf(upper, lower);
  const pathOf = (name: Name) => (at === '' ? name : `${at}/${name}`);
  const child = (name: Name): TreeNode | undefined => {
    const path = pathOf(name);
    const volume = mounts.get(path);
    if (volume) return dirNode(volume, undefined, mounts, path);
    const own = upper.children.get(name);
    if (own === undefined) return underMounts(below?.child(name), mounts, path);
    if (own.kind === 'whiteout') return undefined;
    return own.kind === 'dir' ? dirNode(own, below?.child(name), mounts, path) : leafNode(own);
  };
  return {
    facts: upper.facts,
    inode: upper,
    child,
    *children() {
      const names = new Set<Name>();
      for (const [name] of below?.children() ?? []) names.add(name);
      for (const [name] of sortedChildren(upper)) names.add(name);
      for (const name of [...names].toSorted()) {
        const node = child(name);
        if (node) yield [name, node];
      }
    },
  };
}

/** A directory that only lies below is passed on as it is, unless a volume is mounted somewhere in it. */
function underMounts(node: TreeNode | undefined, mounts: Mounts, at: string): TreeNode | undefined {
  if (node?.facts.kind !== 'dir' || ![...mounts.keys()].some((path) => path.startsWith(`${at}/`))) return node;
  return dirNode({ kind: 'dir', facts: node.facts, opaque: false, children: new Map() }, node, mounts, at);
}

function leafNode(leaf: UpperLeaf): TreeNode {
  // The number would be equal to one of another layer; the object is one for all names.
  return { facts: leaf.facts, inode: leaf, child: () => undefined, children: () => [] };
}
