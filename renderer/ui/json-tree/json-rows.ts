import { valueText, type JSONNode } from './json-nodes.ts';

/** Rows open at first: enough to see a config's shape without scrolling far. */
const FIRST_ROWS = 400;

/** Nodes to fold at first: the deepest levels, until the open rows are few. */
export function firstFolded(nodes: readonly JSONNode[]): ReadonlySet<number> {
  const perDepth: number[] = [];
  for (const node of nodes) perDepth[node.depth] = (perDepth[node.depth] ?? 0) + 1;
  let depth = 1;
  let rows = (perDepth[0] ?? 0) + (perDepth[1] ?? 0);
  while (depth + 1 < perDepth.length && rows + (perDepth[depth + 1] ?? 0) <= FIRST_ROWS) {
    depth++;
    rows += perDepth[depth] ?? 0;
  }
  return new Set(nodes.flatMap((node, index) => (node.depth >= depth && node.children > 0 ? [index] : [])));
}

/** Indexes of the nodes that show, in order: a folded node hides what is inside it. */
export function visibleRows(nodes: readonly JSONNode[], folded: ReadonlySet<number>): readonly number[] {
  const rows: number[] = [];
  for (let index = 0; index < nodes.length;) {
    rows.push(index);
    index = folded.has(index) ? (nodes[index]?.last ?? index + 1) : index + 1;
  }
  return rows;
}

/** `folded` without the ancestors of a node, so that its row shows. */
export function unfoldTo(nodes: readonly JSONNode[], folded: ReadonlySet<number>, target: number): ReadonlySet<number> {
  const open = new Set(folded);
  for (let at = nodes[target]?.parent ?? -1; at >= 0; at = nodes[at]?.parent ?? -1) open.delete(at);
  return open;
}

/** Indexes of the nodes whose name or value holds `query`, case-insensitive, in document order. */
export function searchNodes(text: string, nodes: readonly JSONNode[], query: string): readonly number[] {
  const needle = query.toLowerCase();
  if (needle === '') return [];
  const matches: number[] = [];
  for (const [index, node] of nodes.entries()) {
    const inName = typeof node.key === 'string' && node.key.toLowerCase().includes(needle);
    const leaf = node.kind !== 'object' && node.kind !== 'array';
    if (inName || (leaf && valueText(text, node).toLowerCase().includes(needle))) matches.push(index);
  }
  return matches;
}

/** Place in `matches` of the next match after (before) node `from`, around the end. -1 when there are none. */
export function stepMatch(matches: readonly number[], from: number, forward: boolean): number {
  if (matches.length === 0) return -1;
  const next = forward ? matches.findIndex((index) => index > from) : matches.findLastIndex((index) => index < from);
  if (next >= 0) return next;
  return forward ? 0 : matches.length - 1;
}
