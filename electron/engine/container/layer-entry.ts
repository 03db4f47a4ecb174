import type { EntryHeader } from '../tar/write-entry.ts';
import type { Body, LeafFacts, NodeFacts } from './tree.ts';
import { nameBytes } from './name.ts';

/** One entry of a layer that is to be written. */
export interface LayerEntry extends EntryHeader {
  /** Of regular files that are not empty. */
  readonly body?: Body;
}

/** An entry of this name with all that is known of its inode. @param name bytes as characters, no leading slash */
export function entryOf(name: string, facts: NodeFacts): LayerEntry {
  const { mode, uid, gid, mtime, xattrs } = facts;
  const common = { name: nameBytes(name), mode, uid, gid, mtime, size: 0, xattrs };
  switch (facts.kind) {
    case 'file':
      return { kind: 'file', ...common, size: facts.body.size, ...(facts.body.size > 0 && { body: facts.body }) };
    case 'symlink':
      return { kind: 'symlink', ...common, link: nameBytes(facts.target) };
    case 'char':
    case 'block':
      return { kind: facts.kind, ...common, major: facts.major, minor: facts.minor };
    default:
      return { kind: facts.kind, ...common };
  }
}

/** A name more of an inode that an earlier entry made. */
export function hardLinkEntry(name: string, target: string, facts: LeafFacts): LayerEntry {
  const { mode, uid, gid, mtime } = facts;
  return { kind: 'hardlink', name: nameBytes(name), link: nameBytes(target), mode, uid, gid, mtime, size: 0 };
}

/** An empty file `.wh.<name>` that deletes a path of the layers below (image-spec layer.md, Whiteouts). */
export function whiteoutEntry(path: string, mtime: number): LayerEntry {
  const cut = path.lastIndexOf('/') + 1;
  return marker(`${path.slice(0, cut)}.wh.${path.slice(cut)}`, mtime);
}

/** Hides all that the layers below have in a folder (image-spec layer.md, Opaque Whiteout). */
export function opaqueEntry(folder: string, mtime: number): LayerEntry {
  return marker(folder === '' ? '.wh..wh..opq' : `${folder}/.wh..wh..opq`, mtime);
}

function marker(name: string, mtime: number): LayerEntry {
  return { kind: 'file', name: nameBytes(name), mode: 0o600, uid: 0, gid: 0, mtime: Math.floor(mtime), size: 0 };
}
