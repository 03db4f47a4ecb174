import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { indexLayer } from '../tar/index-layer.ts';
import { rowName } from '../tar/entry-at.ts';
import type { EntryRow } from '../tar/tar-index.ts';
import type { Edit } from './operation.ts';
import type { Body, TreeNode } from './tree.ts';
import type { UpperDir, UpperNode } from './upper.ts';

/** Times below this were given by the test; later ones are "now". */
const OLD = 1e6;

/** What both sides are compared by: a path, and everything that can be seen of it. */
export type Drawing = Record<string, string>;

/** Content stands in the name of the body: nothing of the test is stored anywhere. */
export function bodyOf(content: string): Body {
  return { kind: 'stored', sha256: content, size: content.length };
}

/** Does the same through system calls. Throws what the kernel throws. */
export function perform(root: string, edit: Edit): void {
  const at = (path: readonly string[]) => join(root, ...path);
  switch (edit.kind) {
    case 'write': {
      const path = at(edit.path);
      const isNew = !fs.existsSync(path);
      fs.writeFileSync(path, edit.body.kind === 'stored' ? edit.body.sha256 : '');
      if (isNew) fs.chmodSync(path, edit.mode ?? 0o644);
      return;
    }
    case 'remove':
      fs.lstatSync(at(edit.path));
      return fs.rmSync(at(edit.path), { recursive: true });
    case 'rename':
      return move(at(edit.from), at(edit.to));
    case 'mkdir': {
      fs.mkdirSync(at(edit.path));
      // Not through the umask; what a set-group-ID parent gave stays.
      const given = fs.statSync(at(edit.path)).mode & 0o2000;
      return fs.chmodSync(at(edit.path), edit.mode | given);
    }
    case 'chmod':
      return fs.chmodSync(at(edit.path), edit.mode);
    case 'chown':
      return fs.chownSync(at(edit.path), edit.uid, edit.gid);
    case 'symlink':
      return fs.symlinkSync(edit.target, at(edit.path));
    case 'link':
      return fs.linkSync(at(edit.from), at(edit.to));
    default:
      throw new Error(`not performed here: ${edit.kind}`);
  }
}

/** rename(2), and what mv does when that answers EXDEV. */
function move(from: string, to: string): void {
  // A rename that the kernel refuses for this reason alone has marked the directory opaque all the same.
  if (isFolder(from) && isFolder(to) && fs.readdirSync(to).length > 0 && from !== to)
    throw Object.assign(new Error('ENOTEMPTY'), { syscall: 'rename' });
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    if (fs.existsSync(to)) fs.rmdirSync(to);
    execFileSync('cp', ['-a', '--no-target-directory', from, to]);
    copyModes(from, to);
    fs.rmSync(from, { recursive: true });
  }
}

const isFolder = (path: string) => fs.lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** cp leaves the set-group-ID bit that a new directory got from its parent, though the original has none. */
function copyModes(from: string, to: string): void {
  fs.chmodSync(to, fs.statSync(from).mode & 0o7777);
  for (const name of fs.readdirSync(from)) if (isFolder(join(from, name))) copyModes(join(from, name), join(to, name));
}

export function mountWritable(lower: readonly string[], upper: string, work: string, at: string): void {
  for (const dir of [upper, work, at]) fs.mkdirSync(dir);
  const stack = `lowerdir=${lower.toReversed().join(':')},upperdir=${upper},workdir=${work}`;
  const options = `${stack},redirect_dir=off,index=off,metacopy=off`;
  execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', options, at]);
}

/** A tree on disk. @param opaque paths of opaque directories, when the upper layer itself is read */
export function drawDisk(root: string, opaque?: ReadonlySet<string>): Drawing {
  const drawing: Drawing = {};
  const firstName = new Map<number, string>();
  const visit = (path: string) => {
    const stat = fs.lstatSync(join(root, path));
    const owner = `${(stat.mode & 0o7777).toString(8)} ${stat.uid}:${stat.gid} ${timeOf(Math.round(stat.mtimeMs / 1000))}`;
    const key = `/${path}`;
    if (opaque && !stat.isDirectory() && !firstName.has(stat.ino)) firstName.set(stat.ino, key);
    const link = opaque ? ` as ${firstName.get(stat.ino) ?? ''}` : '';
    if (stat.isCharacterDevice() && stat.rdev === 0) drawing[key] = 'whiteout';
    else if (stat.isSymbolicLink()) drawing[key] = `symlink ${fs.readlinkSync(join(root, path))}${link}`;
    else if (stat.isFile()) drawing[key] = `file ${owner} ${fs.readFileSync(join(root, path), 'latin1')}${link}`;
    else if (stat.isDirectory()) {
      drawing[key] = `dir ${owner}${opaque?.has(path) ? ' opaque' : ''}`;
      for (const name of fs.readdirSync(join(root, path)).toSorted()) visit(path === '' ? name : `${path}/${name}`);
    } else drawing[key] = 'something else';
  };
  visit('');
  return drawing;
}

/** Our merged tree. */
export function drawTree(root: TreeNode): Drawing {
  const drawing: Drawing = {};
  const visit = (node: TreeNode, path: string) => {
    drawing[`/${path}`] = drawFacts(node.facts);
    for (const [name, child] of node.children()) visit(child, path === '' ? name : `${path}/${name}`);
  };
  visit(root, '');
  return drawing;
}

/** Our upper layer. */
export function drawUpper(root: UpperDir): Drawing {
  const drawing: Drawing = {};
  const firstName = new Map<number, string>();
  const visit = (node: UpperNode, path: string) => {
    const key = `/${path}`;
    if (node.kind === 'whiteout') drawing[key] = 'whiteout';
    else if (node.kind === 'leaf') {
      if (!firstName.has(node.inode)) firstName.set(node.inode, key);
      drawing[key] = `${drawFacts(node.facts)} as ${firstName.get(node.inode) ?? ''}`;
    } else {
      drawing[key] = `${drawFacts(node.facts)}${node.opaque ? ' opaque' : ''}`;
      const names = [...node.children.keys()].toSorted();
      for (const name of names) visit(node.children.get(name)!, path === '' ? name : `${path}/${name}`);
    }
  };
  visit(root, '');
  return drawing;
}

function drawFacts(facts: TreeNode['facts']): string {
  const owner = `${facts.mode.toString(8)} ${facts.uid}:${facts.gid} ${timeOf(facts.mtime)}`;
  if (facts.kind === 'symlink') return `symlink ${facts.target}`;
  if (facts.kind === 'file') return `file ${owner} ${facts.body.kind === 'stored' ? facts.body.sha256 : ''}`;
  return `${facts.kind} ${owner}`;
}

const timeOf = (mtime: number): string => (mtime < OLD ? String(mtime) : 'now');

/** Directories with `trusted.overlay.opaque`, as GNU tar sees them: Node cannot read extended attributes. */
export function opaqueDirs(root: string, scratch: string): ReadonlySet<string> {
  const options = ['--xattrs', '--xattrs-include=trusted.overlay.opaque', '--format=posix'];
  execFileSync('tar', [...options, '-cf', scratch, '-C', root, '.'], { stdio: 'ignore' });
  const { index } = indexLayer({ file: scratch, offset: 0, size: fs.statSync(scratch).size });
  const opaque = new Set<string>();
  for (const [row, { xattrs }] of index.rare)
    if (xattrs?.has('trusted.overlay.opaque')) opaque.add(Buffer.from(rowName(index, row as EntryRow)).toString());
  return opaque;
}
