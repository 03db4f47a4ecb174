import type { FileRow, ViewSpec } from '../../../shared/model/view.ts';
import type { View } from '../opened.ts';
import type { PathTable } from '../union/path-table.ts';
import type { Arrangement } from './arrange.ts';
import { Grid } from './grid.ts';

/** What of a row the arrangement itself does not know. */
export type RowFacts = Omit<FileRow, 'pathID' | 'depth' | 'position' | 'siblings' | 'expanded' | 'hiddenBy' | 'size'> &
  Pick<FileRow, 'hiddenBy'> & { readonly ownSize: number };

export interface ViewParts {
  readonly table: PathTable;
  readonly arrange: (spec: ViewSpec, signal?: AbortSignal) => Promise<Arrangement>;
  readonly describe: (version: number, ghost: boolean, spec: ViewSpec) => RowFacts;
}

/**
 * Opens a view with all folders closed, or with a filter those above its matches open.
 * @param after a view of the same image before it was read, which this one takes the place of
 */
export async function openView(parts: ViewParts, spec: ViewSpec, signal?: AbortSignal, after?: View): Promise<View> {
  const grid = new Grid<ViewSpec, Arrangement, FileRow>({
    table: parts.table,
    arrange: parts.arrange,
    describe({ path, version, ghost, depth, position, siblings, total }, at, now, expanded) {
      const { ownSize, ...facts } = parts.describe(version[at]!, ghost[at] === 1, now);
      return {
        ...facts,
        pathID: path[at]!,
        depth: depth[at]!,
        position: position[at]!,
        siblings: siblings[at]!,
        size: facts.type === 'dir' ? total[at]! : ownSize,
        ...(expanded !== undefined && { expanded }),
      };
    },
  });
  if (after instanceof Grid) grid.follow(after);
  await grid.change(spec, signal);
  return grid;
}
