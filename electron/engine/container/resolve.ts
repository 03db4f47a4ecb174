import { OutcropError } from '../../../shared/errors.ts';
import { pathTextOf, nameText, splitPath, type Name, type NamePath } from './name.ts';
import type { TreeNode } from './tree.ts';

/** As the kernel (path_resolution(7)). */
const MAX_LINKS = 40;

/**
 * Where a path leads when the symbolic links in it are followed, never out of the tree.
 * @param followLast also when the path itself is a link, as `open` and `chmod` do; `unlink` and `rename` do not
 * @returns a path without links but for, perhaps, its last component, which need not exist
 * @throws OutcropError `no-such-path` when a folder on the way is not there, `bad-request` for a loop of links
 */
export function resolvePath(root: TreeNode, path: NamePath, followLast: boolean): NamePath {
  const trail: { readonly name: Name; readonly node: TreeNode }[] = [];
  const waiting = [...path];
  const done: Name[] = [];
  let links = 0;
  while (waiting.length > 0) {
    const name = waiting.shift()!;
    if (name === '..') {
      trail.pop();
      done.pop();
      continue;
    }
    const folder = trail.at(-1)?.node ?? root;
    const isLast = waiting.length === 0;
    const node = folder.child(name);
    if (!node) {
      if (isLast && folder.facts.kind === 'dir') return [...done, name];
      throw notThere([...done, name]);
    }
    if (node.facts.kind === 'symlink' && (!isLast || followLast)) {
      if (++links > MAX_LINKS)
        throw new OutcropError('bad-request', `${pathTextOf(path)} leads round a loop of links; name another path.`);
      if (node.facts.target.startsWith('/')) {
        trail.length = 0;
        done.length = 0;
      }
      waiting.unshift(...splitPath(node.facts.target));
      continue;
    }
    if (!isLast && node.facts.kind !== 'dir') throw notThere([...done, name]);
    trail.push({ name, node });
    done.push(name);
  }
  return done;
}

export function notThere(path: NamePath): OutcropError {
  const text = pathTextOf(path);
  return new OutcropError('no-such-path', `${text} is not there, or not a folder, in this container; list what is.`, {
    path: text,
  });
}

/**
 * A path as people and `ls` write it. A component is taken literally first; where no such name exists and it holds `\xNN`,
 * the child that is shown so is meant.
 */
export function parsePath(root: TreeNode, text: string): NamePath {
  const path: Name[] = [];
  let node: TreeNode | undefined = root;
  for (const part of splitPath(Buffer.from(text).toString('latin1'))) {
    const shown: string = nameText(part);
    let name = part;
    let child: TreeNode | undefined = node?.child(part);
    if (!child && node && /\\x[0-9a-f]{2}/.test(shown))
      for (const [other, candidate] of node.children())
        if (nameText(other) === shown) [name, child] = [other, candidate];
    path.push(name);
    node = child;
  }
  return path;
}
