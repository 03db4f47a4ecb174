import type { Random } from '../union/random-image.test-support.ts';
import { bodyOf } from './kernel.test-support.ts';
import type { Name } from './name.ts';
import type { Edit } from './operation.ts';
import { nodeAt, type TreeNode } from './tree.ts';

const NAMES = ['a', 'b', 'c', 'd'] as Name[];
const FILE_MODES = [0o644, 0o600, 0o4755, 0o2755, 0o755];
const DIR_MODES = [0o755, 0o700, 0o1777, 0o2775];

const there = (node: TreeNode | undefined) => node !== undefined;
const file = (node: TreeNode | undefined) => node?.facts.kind === 'file';
const folder = (node: TreeNode | undefined) => node?.facts.kind === 'dir';
const free = (node: TreeNode | undefined) => node === undefined;

/** One edit over few names, so that paths meet often. Most can be done; some the kernel refuses, and so must we. */
export function randomEdit(random: Random, tree: TreeNode, content: string): Edit {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const anyPath = (): Name[] => Array.from({ length: 1 + Math.floor(random() * 3.2) }, () => pick(NAMES));
  // The kernel of the test would follow a link out of the mount.
  const isSafe = (path: readonly Name[], whole: boolean) =>
    (whole ? path : path.slice(0, -1)).every((_, i) => nodeAt(tree, path.slice(0, i + 1))?.facts.kind !== 'symlink');
  const choose = (whole: boolean, wanted: (node: TreeNode | undefined) => boolean): Name[] => {
    // All names may have become links.
    for (let tries = 0; tries < 500; tries++) {
      const path = anyPath();
      if (isSafe(path, whole) && (tries > 30 || wanted(nodeAt(tree, path)))) return path;
    }
    return ['e' as Name];
  };

  const roll = random();
  if (roll < 0.13) return { kind: 'write', path: choose(true, file), body: bodyOf(content) };
  if (roll < 0.26) return { kind: 'write', path: choose(true, free), body: bodyOf(content), mode: pick(FILE_MODES) };
  if (roll < 0.4) return { kind: 'remove', path: choose(false, there) };
  if (roll < 0.55) return { kind: 'mkdir', path: choose(false, free), mode: pick(DIR_MODES), parents: false };
  if (roll < 0.66) return { kind: 'rename', from: choose(false, there), to: choose(false, free) };
  if (roll < 0.74) return { kind: 'rename', from: choose(false, folder), to: choose(false, free) };
  if (roll < 0.79) return { kind: 'rename', from: choose(false, there), to: choose(false, there) };
  if (roll < 0.85) {
    const path = choose(true, there);
    return { kind: 'chmod', path, mode: pick(folder(nodeAt(tree, path)) ? DIR_MODES : FILE_MODES) };
  }
  if (roll < 0.9)
    return { kind: 'chown', path: choose(true, there), uid: Math.floor(random() * 3), gid: Math.floor(random() * 3) };
  if (roll < 0.94) return { kind: 'symlink', path: choose(false, free), target: pick(['nowhere', 'b/c', '../x']) };
  return { kind: 'link', from: choose(false, file), to: choose(false, free) };
}
