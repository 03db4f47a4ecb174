import { OutcropError } from '../../../shared/errors.ts';
import { belowOf, mergedTree, type Mounts } from './merged-tree.ts';
import { pathTextOf, type Name, type NamePath } from './name.ts';
import { notThere } from './resolve.ts';
import type { TreeNode } from './tree.ts';
import { WHITEOUT, emptyDir, withChild, type UpperDir, type UpperLeaf, type UpperNode } from './upper.ts';

/** A container at one moment. Never changes: an operation makes another one that shares what it did not touch. */
export interface ContainerState {
  readonly upper: UpperDir;
  /** Content of the volumes; no part of the layer. */
  readonly volumes: Mounts;
  /** The next inode number of the layer and the volumes. */
  readonly nextInode: number;
}

/** The state of a new container: nothing written yet. */
export function initialState(lower: TreeNode | undefined, volumes: readonly NamePath[], time: number): ContainerState {
  const facts = { kind: 'dir', mode: 0o755, uid: 0, gid: 0, mtime: time, xattrs: {} } as const;
  return {
    upper: emptyDir(lower?.facts.kind === 'dir' ? lower.facts : facts),
    volumes: new Map(volumes.map((path) => [path.join('/'), emptyDir(facts)])),
    nextInode: 1,
  };
}

/** What a process in the container sees. */
export function visibleTree(state: ContainerState, lower: TreeNode | undefined): TreeNode {
  return mergedTree(state.upper, lower, state.volumes);
}

/** The file system that a path lies on: the writable layer over what is below, or a volume. */
interface Place {
  /** Key of the volume; undefined for the layer. */
  readonly volume: string | undefined;
  readonly path: NamePath;
}

export function placeOf({ volumes }: ContainerState, path: NamePath): Place {
  for (let length = path.length; length > 0; length--) {
    const key = path.slice(0, length).join('/');
    if (volumes.has(key)) return { volume: key, path: path.slice(length) };
  }
  return { volume: undefined, path };
}

/** An editor of one directory. @param below what shows through it from the lower layers */
export type EditDir = (dir: UpperDir, below: TreeNode | undefined) => UpperDir;

/** The state with one directory edited; directories on the way are copied up, which leaves their times as they are. */
export function editDirectory(
  state: ContainerState,
  lower: TreeNode | undefined,
  path: NamePath,
  edit: EditDir,
): ContainerState {
  const place = placeOf(state, path);
  if (place.volume === undefined) return { ...state, upper: editAt(state.upper, lower, place.path, path, edit) };
  const volume = editAt(state.volumes.get(place.volume)!, undefined, place.path, path, edit);
  return { ...state, volumes: new Map([...state.volumes, [place.volume, volume]]) };
}

function editAt(dir: UpperDir, lower: TreeNode | undefined, path: NamePath, whole: NamePath, edit: EditDir): UpperDir {
  const below = belowOf(dir, lower);
  const [name, ...rest] = path;
  if (name === undefined) return edit(dir, below);
  const under = below?.child(name);
  const own = dir.children.get(name) ?? copiedUp(under);
  if (own?.kind !== 'dir') throw notThere(whole);
  return withChild(dir, name, editAt(own, under, rest, whole, edit));
}

/** A directory copied up: itself, with all metadata, and nothing in it. */
function copiedUp(under: TreeNode | undefined): UpperDir | undefined {
  return under?.facts.kind === 'dir' ? emptyDir(under.facts) : undefined;
}

export function touched(dir: UpperDir, time: number): UpperDir {
  return { ...dir, facts: { ...dir.facts, mtime: time } };
}

/** Takes a name away, with a whiteout where one below would show through. */
export function withoutName(dir: UpperDir, below: TreeNode | undefined, name: Name): UpperDir {
  return withChild(dir, name, below?.child(name) === undefined ? undefined : WHITEOUT);
}

/** Puts a new node under a free name. A directory that takes the place of a whiteout is opaque. */
export function withNode(dir: UpperDir, name: Name, node: UpperNode): UpperDir {
  const isOpaque = node.kind === 'dir' && dir.children.get(name)?.kind === 'whiteout' && !node.opaque;
  return withChild(dir, name, isOpaque ? { ...node, opaque: true } : node);
}

/** Moves a node to a name. The kernel makes a directory opaque that is moved into a merged one. */
export function withMoved(dir: UpperDir, below: TreeNode | undefined, name: Name, node: UpperNode): UpperDir {
  const isOpaque = node.kind === 'dir' && below !== undefined && !node.opaque;
  return withChild(dir, name, isOpaque ? { ...node, opaque: true } : node);
}

/** Refuses what the kernel refuses of a mount point (EBUSY). */
export function refuseMountPoint(state: ContainerState, path: NamePath): void {
  const text = path.join('/');
  const volume = [...state.volumes.keys()].find((key) => key === text || key.startsWith(`${text}/`));
  if (path.length > 0 && volume === undefined) return;
  const reason = path.length === 0 ? 'is the root' : `holds the volume ${pathTextOf([volume ?? ''])}`;
  throw new OutcropError('bad-request', `${pathTextOf(path)} ${reason}, which stays where it is; choose another path.`);
}

/** The leaf of a path as the layer has it, copied up if need be, with the state that holds it. */
export function copyUp(
  state: ContainerState,
  lower: TreeNode | undefined,
  path: NamePath,
  node: TreeNode,
): { readonly state: ContainerState; readonly leaf: UpperLeaf } {
  const name = path.at(-1)!;
  let leaf: UpperLeaf | undefined;
  const next = editDirectory(state, lower, path.slice(0, -1), (dir) => {
    const own = dir.children.get(name);
    if (own?.kind === 'leaf') {
      leaf = own;
      return dir;
    }
    if (node.facts.kind === 'dir') throw notThere(path);
    // A name of its own: copying up breaks hard links (kernel overlayfs.rst, "Non-standard behavior").
    leaf = { kind: 'leaf', inode: state.nextInode, shared: false, facts: node.facts };
    return withChild(dir, name, leaf);
  });
  return { state: { ...next, nextInode: state.nextInode + 1 }, leaf: leaf! };
}
