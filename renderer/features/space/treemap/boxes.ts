import type { SpaceNode, SpaceTree } from '../../../../shared/model/space.ts';

/** One rectangle: a path, or what is too small in a folder to have one of its own. */
export type Box = NodeBox | RestBox;

export interface NodeBox {
  readonly kind: 'node';
  /** Index of the folder it is drawn in, base 0; −1 for the whole picture. */
  readonly parent: number;
  readonly size: number;
  readonly node: SpaceNode;
  /** True when boxes are drawn in it. */
  readonly open: boolean;
}

export interface RestBox {
  readonly kind: 'rest';
  readonly parent: number;
  readonly size: number;
  /** Paths it stands for. */
  readonly count: number;
}

/** Boxes of a tree, parents before children; a folder's index is the same as in the tree, what is left out comes last. */
export function boxesOf({ nodes }: SpaceTree): readonly Box[] {
  const opened = new Set(nodes.map((node) => node.parent));
  const boxes: Box[] = nodes.map((node, index) => ({
    kind: 'node',
    parent: node.parent,
    size: node.size,
    node,
    open: opened.has(index),
  }));
  for (const [parent, { restCount, restSize }] of nodes.entries())
    if (opened.has(parent) && restSize > 0) boxes.push({ kind: 'rest', parent, size: restSize, count: restCount });
  return boxes;
}

/** Names from the picture's folder down to a box, without the folder's own. */
export function namesTo(boxes: readonly Box[], index: number): readonly string[] {
  const names: string[] = [];
  for (let at = index; at > 0;) {
    const box = boxes[at];
    if (!box) break;
    if (box.kind === 'node') names.unshift(box.node.name);
    at = box.parent;
  }
  return names;
}

/** Indexes of the boxes in the same folder, in the order of the list: largest first. */
export function siblingsOf(boxes: readonly Box[], index: number): readonly number[] {
  const parent = boxes[index]?.parent;
  return boxes.flatMap((box, at) => (at > 0 && box.parent === parent ? [at] : []));
}
