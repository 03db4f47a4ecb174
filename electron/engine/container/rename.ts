import { OutcropError } from '../../../shared/errors.ts';
import { belowOf } from './merged-tree.ts';
import { parentPath, pathTextOf, type NamePath } from './name.ts';
import type { Operation } from './operation.ts';
import { notThere, resolvePath } from './resolve.ts';
import {
  copyUp,
  editDirectory,
  placeOf,
  refuseMountPoint,
  touched,
  visibleTree,
  withMoved,
  withNode,
  withoutName,
  type ContainerState,
} from './state.ts';
import { nodeAt, type TreeNode } from './tree.ts';
import { upperAt, type UpperDir, type UpperNode } from './upper.ts';
import { copyTree } from './copy-tree.ts';

/**
 * rename(2). A folder with something of the image in it cannot be renamed on overlayfs without redirect_dir (EXDEV), and
 * nothing can be renamed across file systems: as mv does, it is copied with all metadata and then deleted.
 */
export function rename(
  state: ContainerState,
  lower: TreeNode | undefined,
  { from: askedFrom, to: askedTo, time }: Extract<Operation, { kind: 'rename' }>,
): ContainerState {
  const tree = visibleTree(state, lower);
  const from = resolvePath(tree, askedFrom, false);
  const to = resolvePath(tree, askedTo, false);
  const node = nodeAt(tree, from);
  const target = nodeAt(tree, to);
  if (!node) throw notThere(from);
  refuseMountPoint(state, from);
  refuseMountPoint(state, to);
  if (isBelow(to, from) || from.join('/') === to.join('/')) {
    if (from.length === to.length) return state;
    throw refusal(from, `cannot go into itself at ${pathTextOf(to)}`);
  }
  refuseTarget(node, target, from, to);

  const { source, next, isCopy } = taken(state, lower, from, to, node);
  // Two names of one inode: rename(2) does nothing.
  if (source.kind === 'leaf' && source.shared && isSameInode(state, to, source)) return next;
  const without = editDirectory(next, lower, parentPath(from), (dir, below) =>
    touched(withoutName(dir, below, from.at(-1)!), time),
  );
  return editDirectory(without, lower, parentPath(to), (dir, below) => touched(placed(dir, below), time));

  function placed(dir: UpperDir, below: TreeNode | undefined): UpperDir {
    const name = to.at(-1)!;
    if (!isCopy) return withMoved(dir, below, name, source);
    return withNode(target ? withoutName(dir, below, name) : dir, name, source);
  }
}

/** The node that is to be moved: itself, copied up first, or a copy where only copying works. */
function taken(
  state: ContainerState,
  lower: TreeNode | undefined,
  from: NamePath,
  to: NamePath,
  node: TreeNode,
): { readonly source: UpperNode; readonly next: ContainerState; readonly isCopy: boolean } {
  const crosses = placeOf(state, from).volume !== placeOf(state, to).volume;
  if (crosses || (node.facts.kind === 'dir' && !isOwnDir(state, lower, from))) {
    const copy = copyTree(node, state.nextInode);
    return { source: copy.node, next: { ...state, nextInode: copy.nextInode }, isCopy: true };
  }
  if (node.facts.kind === 'dir') return { source: ownNode(state, from)!, next: state, isCopy: false };
  const copied = copyUp(state, lower, from, node);
  return { source: copied.leaf, next: copied.state, isCopy: false };
}

/** Whether a directory is of the writable layer alone. */
function isOwnDir(state: ContainerState, lower: TreeNode | undefined, path: NamePath): boolean {
  const place = placeOf(state, path);
  if (place.volume !== undefined) return true;
  let dir: UpperNode | undefined = state.upper;
  let below: TreeNode | undefined = belowOf(state.upper, lower);
  for (const name of path) {
    const under: TreeNode | undefined = below?.child(name);
    dir = dir.kind === 'dir' ? dir.children.get(name) : undefined;
    if (dir?.kind !== 'dir') return false;
    below = belowOf(dir, under);
  }
  return below === undefined;
}

function ownNode(state: ContainerState, path: NamePath): UpperNode | undefined {
  const place = placeOf(state, path);
  return upperAt(place.volume === undefined ? state.upper : state.volumes.get(place.volume)!, place.path);
}

function isSameInode(state: ContainerState, path: NamePath, { inode }: { readonly inode: number }): boolean {
  const own = ownNode(state, path);
  return own?.kind === 'leaf' && own.inode === inode;
}

function refuseTarget(node: TreeNode, target: TreeNode | undefined, from: NamePath, to: NamePath): void {
  if (!target) return;
  const isDir = target.facts.kind === 'dir';
  if (isDir && node.facts.kind !== 'dir') throw refusal(from, `cannot replace the folder ${pathTextOf(to)}`);
  if (!isDir && node.facts.kind === 'dir') throw refusal(from, `is a folder and cannot replace ${pathTextOf(to)}`);
  for (const _ of isDir ? target.children() : [])
    throw refusal(from, `cannot replace the folder ${pathTextOf(to)}, which is not empty`);
}

function isBelow(path: NamePath, folder: NamePath): boolean {
  return path.length > folder.length && folder.every((name, at) => path[at] === name);
}

function refusal(path: NamePath, why: string): OutcropError {
  const text = pathTextOf(path);
  return new OutcropError('bad-request', `${text} ${why}; choose another name.`, { path: text });
}
