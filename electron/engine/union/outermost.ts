import type { PathTable } from './path-table.ts';

/** Those of the paths that lie in no other of them, in the same order: what is below a folder goes with it. */
export function outermost({ parent }: Pick<PathTable, 'parent'>, paths: readonly number[]): readonly number[] {
  const given = new Set(paths);
  return paths.filter((path) => {
    for (let above = parent[path]!; above > 0; above = parent[above]!) if (given.has(above)) return false;
    return path === 0 || !given.has(0);
  });
}
