import { applyOperation } from './apply.ts';
import { mergedTree } from './merged-tree.ts';
import { splitPath, type NamePath } from './name.ts';
import { initialState, visibleTree, type ContainerState } from './state.ts';
import { nodeAt, type TreeNode } from './tree.ts';
import type { UpperDir } from './upper.ts';
import type { Edit } from './operation.ts';

/** What Docker puts between the image and every writable layer (moby daemon/initlayer), with `/proc` and `/sys`. */
const INIT_ENTRIES: readonly (readonly [path: string, kind: 'dir' | 'file' | 'symlink', target?: string])[] = [
  ['/.dockerenv', 'file'],
  ['/dev/console', 'file'],
  ['/dev/pts', 'dir'],
  ['/dev/shm', 'dir'],
  ['/etc/hostname', 'file'],
  ['/etc/hosts', 'file'],
  ['/etc/mtab', 'symlink', '/proc/mounts'],
  ['/etc/resolv.conf', 'file'],
  ['/proc', 'dir'],
  ['/sys', 'dir'],
];

/** sha256 of no bytes: every file of the init layer is empty. */
export const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * The init layer over an image: mount points that the engine needs, in a layer of their own so that they are never
 * committed. Files and links that the image has at these paths make way.
 * @param mountPoints made where the image lacks them
 */
export function initLayer(image: TreeNode, mountPoints: readonly NamePath[], time: number): UpperDir {
  let state: ContainerState = initialState(image, [], time);
  const apply = (edit: Edit) => {
    state = applyOperation(state, image, { ...edit, time });
  };
  const at = (path: NamePath) => nodeAt(visibleTree(state, image), path);
  for (const [text, kind, target = ''] of INIT_ENTRIES) {
    const path = splitPath(text);
    for (let length = 1; length <= path.length; length++) {
      const node = at(path.slice(0, length));
      if (node && node.facts.kind !== 'dir') apply({ kind: 'remove', path: path.slice(0, length) });
    }
    if (at(path)) continue;
    if (path.length > 1) apply({ kind: 'mkdir', path: path.slice(0, -1), mode: 0o755, parents: true });
    if (kind === 'dir') apply({ kind: 'mkdir', path, mode: 0o755, parents: false });
    else if (kind === 'symlink') apply({ kind: 'symlink', path, target });
    else apply({ kind: 'write', path, body: { kind: 'stored', sha256: EMPTY_SHA256, size: 0 }, mode: 0o755 });
  }
  for (const path of mountPoints)
    if (at(path)?.facts.kind !== 'dir') apply({ kind: 'mkdir', path, mode: 0o755, parents: true });
  return state.upper;
}

/** What lies below a container's writable layer. */
export function baseTree(image: TreeNode, init: UpperDir): TreeNode {
  return mergedTree(init, image);
}
