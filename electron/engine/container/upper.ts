import type { Name, NamePath } from './name.ts';
import type { DirFacts, LeafFacts } from './tree.ts';

/** What a writable layer holds under one name. Never changes: an edit makes new nodes along its path and shares the rest. */
export type UpperNode = UpperDir | UpperLeaf | Whiteout;

export interface UpperDir {
  readonly kind: 'dir';
  readonly facts: DirFacts;
  /** Nothing of the directory below shows through (`trusted.overlay.opaque=y`). */
  readonly opaque: boolean;
  readonly children: ReadonlyMap<Name, UpperNode>;
}

export interface UpperLeaf {
  readonly kind: 'leaf';
  /** Unique in the container's layer. */
  readonly inode: number;
  /** The inode may have more names: all of them are the same object. */
  readonly shared: boolean;
  readonly facts: LeafFacts;
}

export interface Whiteout {
  readonly kind: 'whiteout';
}

export const WHITEOUT: Whiteout = { kind: 'whiteout' };

export function emptyDir(facts: DirFacts, opaque = false): UpperDir {
  return { kind: 'dir', facts, opaque, children: new Map() };
}

/** @param node undefined takes the name away */
export function withChild(dir: UpperDir, name: Name, node: UpperNode | undefined): UpperDir {
  if (dir.children.get(name) === node) return dir;
  const children = new Map(dir.children);
  if (node === undefined) children.delete(name);
  else children.set(name, node);
  return { ...dir, children };
}

/** By bytes of the name. */
export function sortedChildren(dir: UpperDir): (readonly [Name, UpperNode])[] {
  return [...dir.children].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function upperAt(root: UpperDir, path: NamePath): UpperNode | undefined {
  let node: UpperNode | undefined = root;
  for (const name of path) node = node?.kind === 'dir' ? node.children.get(name) : undefined;
  return node;
}

/** The tree with another leaf under every name of an inode; subtrees without one are the same objects. */
export function withInode(dir: UpperDir, inode: number, leaf: UpperLeaf): UpperDir {
  let changed = dir;
  for (const [name, node] of dir.children) {
    if (node.kind === 'dir') changed = withChild(changed, name, withInode(node, inode, leaf));
    else if (node.kind === 'leaf' && node.inode === inode) changed = withChild(changed, name, leaf);
  }
  return changed;
}
