import type { ContainerChange, ContainerRow } from '../../../shared/model/container.ts';
import type { Container } from './container.ts';
import { nameText, pathTextOf, type Name } from './name.ts';
import { parsePath } from './resolve.ts';
import { nodeAt, type TreeNode } from './tree.ts';
import { shownFacts } from './views.ts';

export interface RowQuery {
  /** Paths of the folders that are open, as rows have them. */
  readonly expanded: ReadonlySet<string>;
  /** Only what differs from the image, and the folders above it. */
  readonly changedOnly: boolean;
  /** Part of a path, in any case; empty for the folders that are open. */
  readonly filter: string;
  readonly pathID: (path: string) => number;
}

export interface FoundRows {
  readonly rows: readonly ContainerRow[];
  /** There are more that match the filter. */
  readonly isCut: boolean;
}

/** Rows of one filtered tree: nobody looks through more. */
const MOST_FOUND = 20_000;

/**
 * What a container shows as rows of a tree: parents first, siblings by bytes of the name, deleted paths in their place.
 * A generator, since a filter walks the whole tree: each step is one entry.
 */
export function* containerRows(
  { tree, lower, diff, summary }: Pick<Container, 'tree' | 'lower' | 'diff' | 'summary'>,
  { expanded, changedOnly, filter, pathID }: RowQuery,
): Generator<void, FoundRows> {
  const changes = new Map(diff().map(({ path, kind }) => [path, kind]));
  const deleted = deletedBelow(lower, changes);
  const volumes = summary.volumes;
  const wanted = filter.toLowerCase();
  const rows: ContainerRow[] = [];
  function* visit(folder: TreeNode, at: readonly Name[], depth: number): Generator<void, void> {
    const all = [...folder.children(), ...(deleted.get(pathTextOf(at)) ?? [])]
      .map(([name, node]) => ({ name, node, path: pathTextOf([...at, name]) }))
      .filter(({ path }) => !changedOnly || changes.has(path))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const own: number[] = [];
    for (const { name, node, path } of all) {
      yield;
      if (wanted !== '' && rows.length >= MOST_FOUND) return;
      const change = changes.get(path) ?? null;
      const isFolder = node.facts.kind === 'dir' && change !== 'D';
      const isOpen = isFolder && (wanted === '' ? expanded.has(path) : true);
      const { facts } = node;
      const index = rows.length;
      own.push(index);
      rows.push({
        pathID: pathID(path),
        path,
        name: nameText(name),
        depth,
        position: own.length,
        siblings: all.length,
        ...(isFolder && { expanded: isOpen }),
        ...shownFacts(facts),
        change,
        layer: facts.kind === 'file' && facts.body.kind === 'image' ? facts.body.layer : null,
        volume: volumes.some((volume) => path === volume || path.startsWith(`${volume}/`)),
      });
      if (isOpen) yield* visit(node, [...at, name], depth + 1);
      if (wanted === '' || rows.length > index + 1) continue;
      // Nothing below it is left: it stays for its own name only, as a folder that is closed.
      const row = rows.pop()!;
      if (path.toLowerCase().includes(wanted)) rows.push(isFolder ? { ...row, expanded: false } : row);
      else own.pop();
    }
    for (const index of own) rows[index] = { ...rows[index]!, siblings: own.length };
  }
  yield* visit(tree, [], 1);
  return { rows, isCut: wanted !== '' && rows.length >= MOST_FOUND };
}

/** Text of a folder's path → its children that are there no longer. */
function deletedBelow(lower: TreeNode, changes: ReadonlyMap<string, ContainerChange['kind']>) {
  const found = new Map<string, (readonly [Name, TreeNode])[]>();
  for (const [path, kind] of changes) {
    if (kind !== 'D') continue;
    const names = parsePath(lower, path);
    const node = nodeAt(lower, names);
    const name = names.at(-1);
    if (!node || name === undefined) continue;
    const parent = pathTextOf(names.slice(0, -1));
    found.set(parent, [...(found.get(parent) ?? []), [name, node]]);
  }
  return found;
}
