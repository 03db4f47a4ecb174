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
  readonly pathID: (path: string) => number;
}

/** What a container shows as rows of a tree: parents first, siblings by bytes of the name, deleted paths in their place. */
export function containerRows(
  { tree, lower, diff, summary }: Pick<Container, 'tree' | 'lower' | 'diff' | 'summary'>,
  { expanded, changedOnly, pathID }: RowQuery,
): ContainerRow[] {
  const changes = new Map(diff().map(({ path, kind }) => [path, kind]));
  const deleted = deletedBelow(lower, changes);
  const volumes = summary.volumes;
  const rows: ContainerRow[] = [];
  const visit = (folder: TreeNode, at: readonly Name[], depth: number): void => {
    const all = [...folder.children(), ...(deleted.get(pathTextOf(at)) ?? [])]
      .map(([name, node]) => ({ name, node, path: pathTextOf([...at, name]) }))
      .filter(({ path }) => !changedOnly || changes.has(path))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const [index, { name, node, path }] of all.entries()) {
      const change = changes.get(path) ?? null;
      const isFolder = node.facts.kind === 'dir' && change !== 'D';
      const isOpen = isFolder && expanded.has(path);
      const { facts } = node;
      rows.push({
        pathID: pathID(path),
        path,
        name: nameText(name),
        depth,
        position: index + 1,
        siblings: all.length,
        ...(isFolder && { expanded: isOpen }),
        ...shownFacts(facts),
        change,
        layer: facts.kind === 'file' && facts.body.kind === 'image' ? facts.body.layer : null,
        volume: volumes.some((volume) => path === volume || path.startsWith(`${volume}/`)),
      });
      if (isOpen) visit(node, [...at, name], depth + 1);
    }
  };
  visit(tree, [], 1);
  return rows;
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
