import type { Name } from './name.ts';

/** Where the bytes of a regular file lie. */
export type Body =
  /** In a row of a layer of the image. */
  | { readonly kind: 'image'; readonly layer: number; readonly row: number; readonly size: number }
  /** In the container's folder, by the hex of their sha256. */
  | { readonly kind: 'stored'; readonly sha256: string; readonly size: number };

/** Name → value in base64. */
export type Xattrs = Readonly<Record<string, string>>;

export interface Metadata {
  /** 12 permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
  readonly xattrs: Xattrs;
}

export type DirFacts = { readonly kind: 'dir' } & Metadata;
export type LeafFacts = (
  | { readonly kind: 'file'; readonly body: Body }
  /** `target` has bytes as characters, like a `Name`. */
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'char' | 'block'; readonly major: number; readonly minor: number }
  | { readonly kind: 'fifo' }
) &
  Metadata;
export type NodeFacts = DirFacts | LeafFacts;

/** A file or directory of a tree that is only looked at: the image, or what a container shows. */
export interface TreeNode {
  readonly facts: NodeFacts;
  /** Equal, by identity, for the names of one inode. */
  readonly inode: unknown;
  /** Undefined also of anything but a directory. */
  child(name: Name): TreeNode | undefined;
  /** By bytes of the name. */
  children(): Iterable<readonly [Name, TreeNode]>;
}

/** The node of a path without following links. */
export function nodeAt(root: TreeNode, path: readonly Name[]): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  for (const name of path) node = node?.child(name);
  return node;
}

/** Bytes of content; 0 for anything but a regular file. */
export function sizeOf(facts: NodeFacts): number {
  return facts.kind === 'file' ? facts.body.size : 0;
}
