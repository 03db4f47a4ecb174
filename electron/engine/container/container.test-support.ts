import { applyOperation } from './apply.ts';
import { bodyOf } from './kernel.test-support.ts';
import { mergedTree } from './merged-tree.ts';
import { splitPath } from './name.ts';
import type { Edit } from './operation.ts';
import { initialState, type ContainerState } from './state.ts';
import type { TreeNode } from './tree.ts';

/** An edit as one types it: `write etc/motd text`, `mkdir a`, `mv a b`, `ln a b`, `ln -s to a`, `chmod 700 a`, `chown 1:2 a`, `rm a`. */
export function parseEdit(text: string): Edit {
  const [verb = '', one = '', two = '', three = ''] = text.split(' ');
  switch (verb) {
    case 'write':
      return { kind: 'write', path: splitPath(one), body: bodyOf(two) };
    case 'mkdir':
      return { kind: 'mkdir', path: splitPath(one), mode: 0o755, parents: false };
    case 'rm':
      return { kind: 'remove', path: splitPath(one) };
    case 'mv':
      return { kind: 'rename', from: splitPath(one), to: splitPath(two) };
    case 'chmod':
      return { kind: 'chmod', path: splitPath(two), mode: Number.parseInt(one, 8) };
    case 'chown':
      return { kind: 'chown', path: splitPath(two), uid: Number(one.split(':')[0]), gid: Number(one.split(':')[1]) };
    case 'ln':
      if (one === '-s') return { kind: 'symlink', path: splitPath(three), target: two };
      return { kind: 'link', from: splitPath(one), to: splitPath(two) };
    default:
      throw new Error(`no edit: ${text}`);
  }
}

export function edited(
  state: ContainerState,
  lower: TreeNode | undefined,
  edits: readonly string[],
  time = 2e9,
): ContainerState {
  return edits.reduce((at, text) => applyOperation(at, lower, { ...parseEdit(text), time }), state);
}

/** A tree made by edits, long ago: what a container stands on. */
export function lowerTree(edits: readonly string[]): TreeNode {
  return mergedTree(edited(initialState(undefined, [], 0), undefined, edits, 1000).upper, undefined);
}
