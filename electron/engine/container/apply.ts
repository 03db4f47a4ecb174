import { assertNever } from '../../../shared/assert.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { parentPath, pathTextOf, type Name, type NamePath } from './name.ts';
import type { AddedEntry, Edit, Operation } from './operation.ts';
import { rename } from './rename.ts';
import { notThere, resolvePath } from './resolve.ts';
import {
  copyUp,
  editDirectory,
  placeOf,
  refuseMountPoint,
  touched,
  visibleTree,
  withNode,
  withoutName,
  type ContainerState,
} from './state.ts';
import { nodeAt, type LeafFacts, type TreeNode } from './tree.ts';
import { emptyDir, withChild, withInode, type UpperDir, type UpperLeaf, type UpperNode } from './upper.ts';

type Of<K extends Edit['kind']> = Extract<Operation, { kind: K }>;
/** A container at one moment over the layers below it, which never change. */
interface Stage {
  readonly state: ContainerState;
  readonly lower: TreeNode | undefined;
}

/**
 * The container after an operation, as overlayfs without redirect_dir, index and metacopy would leave it: a process of
 * root does it.
 * @throws OutcropError `no-such-path`, `not-a-file`, `bad-request`: what the kernel would refuse
 */
export function applyOperation(
  state: ContainerState,
  lower: TreeNode | undefined,
  operation: Operation,
): ContainerState {
  const stage = { state, lower };
  switch (operation.kind) {
    case 'write':
      return write(stage, operation);
    case 'add':
      return operation.entries.reduce((at, entry) => addEntry({ state: at, lower }, operation, entry), state);
    case 'remove':
      return remove(stage, operation);
    case 'rename':
      return rename(state, lower, operation);
    case 'mkdir':
      return mkdir(stage, operation);
    case 'chmod':
      return chmod(stage, operation);
    case 'chown':
      return chown(stage, operation);
    case 'symlink':
      return symlink(stage, operation);
    case 'link':
      return link(stage, operation);
    default:
      return assertNever(operation);
  }
}

function write({ state, lower }: Stage, { path: asked, body, mode, time }: Of<'write'>): ContainerState {
  const tree = visibleTree(state, lower);
  const path = resolvePath(tree, asked, true);
  const node = nodeAt(tree, path);
  if (!node) {
    const facts = { kind: 'file', mode: mode ?? 0o644, uid: 0, gid: 0, mtime: time, xattrs: {}, body } as const;
    return create({ state, lower }, path, facts, time);
  }
  if (node.facts.kind !== 'file') throw notAFile(path, node.facts.kind);
  // The kernel takes file capabilities away from a file that is written to (cap_inode_killpriv).
  return setLeaf({ state, lower }, path, node, (facts) => ({
    ...facts,
    kind: 'file',
    body,
    mtime: time,
    xattrs: withoutCapability(facts.xattrs),
  }));
}

function addEntry({ state, lower }: Stage, { path: asked, time }: Of<'add'>, entry: AddedEntry): ContainerState {
  const tree = visibleTree(state, lower);
  const target = [...asked, ...entry.path];
  const path = resolvePath(tree, target, entry.kind === 'dir');
  const node = nodeAt(tree, path);
  const { path: _, ...facts } = entry;
  if (facts.kind === 'dir') {
    if (node?.facts.kind === 'dir') return state;
    const cleared = node ? remove({ state, lower }, { kind: 'remove', path, time }) : state;
    return put({ state: cleared, lower }, path, emptyDir({ ...facts, xattrs: {} }), time);
  }
  if (node?.facts.kind === 'dir') throw inTheWay(path);
  const cleared = node ? remove({ state, lower }, { kind: 'remove', path, time }) : state;
  return create({ state: cleared, lower }, path, { ...facts, xattrs: {} }, time);
}

function remove({ state, lower }: Stage, { path: asked, time }: Of<'remove'>): ContainerState {
  const tree = visibleTree(state, lower);
  const path = resolvePath(tree, asked, false);
  refuseMountPoint(state, path);
  if (!nodeAt(tree, path)) throw notThere(path);
  const name = path.at(-1)!;
  return editDirectory(state, lower, parentPath(path), (dir, below) => touched(withoutName(dir, below, name), time));
}

function mkdir({ state, lower }: Stage, { path: asked, mode, parents, time }: Of<'mkdir'>): ContainerState {
  if (!parents) {
    const tree = visibleTree(state, lower);
    const path = resolvePath(tree, asked, false);
    if (path.length === 0 || nodeAt(tree, path)) throw inTheWay(path);
    return put({ state, lower }, path, newDir(mode, time), time);
  }
  let at = state;
  for (let length = 1; length <= asked.length; length++) {
    const tree = visibleTree(at, lower);
    const path = resolvePath(tree, asked.slice(0, length), true);
    const node = nodeAt(tree, path);
    if (node && node.facts.kind !== 'dir') throw inTheWay(path);
    const own = length === asked.length ? mode : 0o755;
    if (!node) at = put({ state: at, lower }, path, newDir(own, time), time);
  }
  return at;
}

function chmod({ state, lower }: Stage, { path: asked, mode }: Of<'chmod'>): ContainerState {
  const tree = visibleTree(state, lower);
  const path = resolvePath(tree, asked, true);
  const node = nodeAt(tree, path);
  if (!node) throw notThere(path);
  if (node.facts.kind === 'dir')
    return editDirectory(state, lower, path, (dir) => ({ ...dir, facts: { ...dir.facts, mode } }));
  return setLeaf({ state, lower }, path, node, (facts) => ({ ...facts, mode }));
}

function chown({ state, lower }: Stage, { path: asked, uid, gid }: Of<'chown'>): ContainerState {
  const tree = visibleTree(state, lower);
  const path = resolvePath(tree, asked, true);
  const node = nodeAt(tree, path);
  if (!node) throw notThere(path);
  if (node.facts.kind === 'dir')
    return editDirectory(state, lower, path, (dir) => ({ ...dir, facts: { ...dir.facts, uid, gid } }));
  return setLeaf({ state, lower }, path, node, (facts) => ({
    ...facts,
    uid,
    gid,
    mode: withoutSetID(facts.mode),
    xattrs: withoutCapability(facts.xattrs),
  }));
}

function symlink({ state, lower }: Stage, { path: asked, target, time }: Of<'symlink'>): ContainerState {
  const tree = visibleTree(state, lower);
  const path = resolvePath(tree, asked, false);
  if (path.length === 0 || nodeAt(tree, path)) throw inTheWay(path);
  if (target === '') throw new OutcropError('bad-request', 'A symbolic link needs a target; name one.');
  const facts = { kind: 'symlink', mode: 0o777, uid: 0, gid: 0, mtime: time, xattrs: {}, target } as const;
  return create({ state, lower }, path, facts, time);
}

function link({ state, lower }: Stage, { from: askedFrom, to: askedTo, time }: Of<'link'>): ContainerState {
  const tree = visibleTree(state, lower);
  const from = resolvePath(tree, askedFrom, false);
  const to = resolvePath(tree, askedTo, false);
  const node = nodeAt(tree, from);
  if (!node) throw notThere(from);
  if (node.facts.kind === 'dir') throw notAFile(from, 'dir');
  if (to.length === 0 || nodeAt(tree, to)) throw inTheWay(to);
  if (placeOf(state, from).volume !== placeOf(state, to).volume)
    throw new OutcropError('bad-request', 'A hard link cannot cross into or out of a volume; make a symbolic link.');
  const copied = copyUp(state, lower, from, node);
  const leaf: UpperLeaf = { ...copied.leaf, shared: true };
  const shared = everywhere(copied.state, leaf);
  return put({ state: shared, lower }, to, leaf, time);
}

/** Makes a leaf under a name that is free. */
function create({ state, lower }: Stage, path: NamePath, facts: LeafFacts, time: number): ContainerState {
  const leaf: UpperLeaf = { kind: 'leaf', inode: state.nextInode, shared: false, facts };
  return put({ state: { ...state, nextInode: state.nextInode + 1 }, lower }, path, leaf, time);
}

function put({ state, lower }: Stage, path: NamePath, node: UpperNode, time: number): ContainerState {
  const name = path.at(-1) as Name;
  return editDirectory(state, lower, parentPath(path), (dir) => {
    const own = node.kind === 'leaf' && node.shared ? node : inheriting(dir, node);
    return touched(withNode(dir, name, own), time);
  });
}

/** In a set-group-ID directory new files have its group, and new directories the bit too (inode_init_owner). */
function inheriting(dir: UpperDir, node: UpperNode): UpperNode {
  if (node.kind === 'whiteout' || (dir.facts.mode & 0o2000) === 0) return node;
  if (node.kind === 'leaf') return { ...node, facts: { ...node.facts, gid: dir.facts.gid } };
  return { ...node, facts: { ...node.facts, gid: dir.facts.gid, mode: node.facts.mode | 0o2000 } };
}

function setLeaf(
  { state, lower }: Stage,
  path: NamePath,
  node: TreeNode,
  change: (facts: LeafFacts) => LeafFacts,
): ContainerState {
  const copied = copyUp(state, lower, path, node);
  const leaf = { ...copied.leaf, facts: change(copied.leaf.facts) };
  if (leaf.shared) return everywhere(copied.state, leaf);
  return editDirectory(copied.state, lower, parentPath(path), (dir) => withChild(dir, path.at(-1)!, leaf));
}

/** Puts a leaf under all names of its inode. */
function everywhere(state: ContainerState, leaf: UpperLeaf): ContainerState {
  return {
    ...state,
    upper: withInode(state.upper, leaf.inode, leaf),
    volumes: new Map([...state.volumes].map(([key, root]) => [key, withInode(root, leaf.inode, leaf)])),
  };
}

function newDir(mode: number, time: number): UpperDir {
  return emptyDir({ kind: 'dir', mode, uid: 0, gid: 0, mtime: time, xattrs: {} });
}

/** chown(2): set-user-ID goes, set-group-ID too unless it marks mandatory locking, even for root. */
function withoutSetID(mode: number): number {
  const kept = mode & ~0o4000;
  return kept & 0o010 ? kept & ~0o2000 : kept;
}

function withoutCapability(xattrs: LeafFacts['xattrs']): LeafFacts['xattrs'] {
  if (!Object.hasOwn(xattrs, 'security.capability')) return xattrs;
  const { 'security.capability': _, ...kept } = xattrs;
  return kept;
}

function inTheWay(path: NamePath): OutcropError {
  const text = pathTextOf(path);
  return new OutcropError('bad-request', `${text} is there already; remove it first or choose another name.`, {
    path: text,
  });
}

function notAFile(path: NamePath, kind: string): OutcropError {
  const text = pathTextOf(path);
  return new OutcropError('not-a-file', `${text} is a ${kind}, not a regular file; name a file.`, { path: text });
}
