import type { ImageHandle } from '../../../shared/model/image.ts';
import type { FileRow, ViewMode, ViewSpec } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { sameMode } from '../../stores/selection.ts';
import { createViewModel, type ViewModel } from '../../tree/view-model.ts';

/** Paths of a layer that are unfolded without being asked. */
const MOST_UNFOLDED = 400;

/** The view of one image's tree. What layers changed is small: it is unfolded, in a view of its own. */
export function createFilesView(client: OutcropClient, image: ImageHandle): ViewModel<ViewSpec, FileRow> {
  return createViewModel<ViewSpec, FileRow>(client.view, {
    open: (spec) => client.view.open({ image, spec }),
    kindOf: ({ mode }) => (isDelta(mode) ? 'side' : 'main'),
    unfolds: (spec, before, { rowCount, pathCount }) =>
      isDelta(spec.mode) &&
      (before === null || !sameMode(before.mode, spec.mode)) &&
      rowCount < pathCount &&
      pathCount <= MOST_UNFOLDED,
  });
}

/** Whether the tree is of what layers changed, not of a file system. */
function isDelta({ kind }: ViewMode): boolean {
  return kind === 'layer' || kind === 'range';
}
