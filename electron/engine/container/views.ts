import type { ContainerChange, LayerTarEntry, UpperEntry } from '../../../shared/model/container.ts';
import type { LayerEntry } from './layer-entry.ts';
import { nameText, pathTextOf, type Name } from './name.ts';
import { sizeOf, type NodeFacts, type TreeNode } from './tree.ts';
import { sortedChildren, type UpperDir } from './upper.ts';

/**
 * The changes as `docker diff` lists them: A added, C changed, D deleted; parents first. A folder is C when something in
 * it is, or itself; what an opaque folder hides is D, unless it was made again.
 */
export function dockerDiff(upper: UpperDir, lower: TreeNode | undefined): ContainerChange[] {
  const changes: ContainerChange[] = [];
  const visit = (dir: UpperDir, under: TreeNode | undefined, path: readonly Name[]) => {
    for (const [name, node] of withHidden(dir, under)) {
      const at = [...path, name];
      const before = under?.child(name);
      if (node === undefined || node.kind === 'whiteout') {
        if (before) changes.push({ kind: 'D', path: pathTextOf(at) });
        continue;
      }
      changes.push({ kind: before ? 'C' : 'A', path: pathTextOf(at) });
      if (node.kind === 'dir') visit(node, before?.facts.kind === 'dir' ? before : undefined, at);
    }
  };
  visit(upper, lower, []);
  return changes;
}

/** The children with, for an opaque folder, those that it hides. */
function withHidden(dir: UpperDir, under: TreeNode | undefined) {
  const hidden = dir.opaque ? [...(under?.children() ?? [])].filter(([name]) => !dir.children.has(name)) : [];
  const all = [...sortedChildren(dir), ...hidden.map(([name]) => [name, undefined] as const)];
  return all.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** The upper directory as overlayfs has it on disk, parents first. */
export function upperView(upper: UpperDir): UpperEntry[] {
  const entries: UpperEntry[] = [];
  const firstName = new Map<number, string>();
  const visit = (dir: UpperDir, path: readonly Name[]) => {
    for (const [name, node] of sortedChildren(dir)) {
      const at = [...path, name];
      const shown = pathTextOf(at);
      if (node.kind === 'whiteout') {
        const none = { mode: '0000', uid: 0, gid: 0, size: 0, mtime: dir.facts.mtime };
        entries.push({ path: shown, type: 'char', whiteout: true, opaque: false, ...none });
        continue;
      }
      const hardlink = node.kind === 'leaf' ? firstName.get(node.inode) : undefined;
      if (node.kind === 'leaf' && hardlink === undefined) firstName.set(node.inode, shown);
      const opaque = node.kind === 'dir' && node.opaque;
      const link = hardlink !== undefined && { hardlink };
      entries.push({ path: shown, whiteout: false, opaque, ...shownFacts(node.facts), ...link });
      if (node.kind === 'dir') visit(node, at);
    }
  };
  visit(upper, []);
  return entries;
}

export function shownFacts(facts: NodeFacts) {
  const { kind, mode, uid, gid, mtime } = facts;
  return {
    type: kind,
    mode: octal(mode),
    uid,
    gid,
    size: sizeOf(facts),
    mtime,
    ...(kind === 'symlink' && { linkTarget: nameText(facts.target) }),
  };
}

/** The tar entries, as they stand in the layer. */
export function layerView(entries: readonly LayerEntry[]): LayerTarEntry[] {
  return entries.map(({ name, kind, mode, uid, gid, size, mtime, link }) => ({
    name: `${nameText(Buffer.from(name).toString('latin1'))}${kind === 'dir' ? '/' : ''}`,
    type: kind,
    mode: octal(mode),
    uid,
    gid,
    size,
    mtime,
    ...(link && { link: nameText(Buffer.from(link).toString('latin1')) }),
  }));
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');
