import type { Name } from './name.ts';
import type { TreeNode } from './tree.ts';
import type { UpperLeaf, UpperNode } from './upper.ts';

/** A tree as the writable layer would hold a copy of it (`cp -a`): same metadata, hard links among its files kept. */
export function copyTree(node: TreeNode, firstInode: number): { readonly node: UpperNode; readonly nextInode: number } {
  const copies = new Map<unknown, UpperLeaf>();
  const names = countNames(node, new Map());
  let nextInode = firstInode;
  const copy = (original: TreeNode): UpperNode => {
    const { facts } = original;
    if (facts.kind === 'dir') {
      const children = new Map<Name, UpperNode>();
      for (const [name, child] of original.children()) children.set(name, copy(child));
      return { kind: 'dir', facts, opaque: false, children };
    }
    const known = copies.get(original.inode);
    if (known) return known;
    const shared = (names.get(original.inode) ?? 1) > 1;
    const leaf: UpperLeaf = { kind: 'leaf', inode: nextInode++, shared, facts };
    copies.set(original.inode, leaf);
    return leaf;
  };
  return { node: copy(node), nextInode };
}

function countNames(node: TreeNode, counts: Map<unknown, number>): Map<unknown, number> {
  if (node.facts.kind !== 'dir') counts.set(node.inode, (counts.get(node.inode) ?? 0) + 1);
  for (const [, child] of node.children()) countNames(child, counts);
  return counts;
}
