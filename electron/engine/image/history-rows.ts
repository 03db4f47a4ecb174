import type { HistoryRow } from '../../../shared/model/layer.ts';
import type { ConfigHistory } from '../oci/image-config.ts';

/**
 * History aligned with layers, base first: rows with `empty_layer` take none. When the counts disagree (squashed
 * images, buildpacks, kaniko's single snapshot) no row is given a layer: a wrong instruction misleads more than none.
 */
export function historyRows(history: readonly ConfigHistory[], layerCount: number): readonly HistoryRow[] {
  const matches = history.filter(({ emptyLayer }) => !emptyLayer).length === layerCount;
  let next = 0;
  return history.map((row) => ({ ...row, layer: matches && !row.emptyLayer ? next++ : null }));
}
