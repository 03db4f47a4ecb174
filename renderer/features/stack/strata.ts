import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';

/** What the cross-section draws from top to bottom: layers, and seams where only the config changed. */
export type Stratum =
  | { readonly kind: 'layer'; readonly layer: LayerSummary }
  | { readonly kind: 'seam'; readonly rows: readonly HistoryRow[] };

/**
 * Puts the empty history rows between the layers they lie between. Neighbouring ones become one seam.
 * @param layers base first
 * @param history base first; ignored when it does not match the layers
 * @returns top first
 */
export function strata(layers: readonly LayerSummary[], history: readonly HistoryRow[]): readonly Stratum[] {
  const upwards: Stratum[] = [];
  const byIndex = new Map(layers.map((layer) => [layer.index, layer]));
  const matches = layers.every((layer) => history.some((row) => row.layer === layer.index));
  if (!matches) return layers.toReversed().map((layer) => ({ kind: 'layer', layer }));
  let seam: HistoryRow[] = [];
  for (const row of history) {
    const layer = row.layer === null ? undefined : byIndex.get(row.layer);
    if (!layer) {
      seam.push(row);
      continue;
    }
    if (seam.length > 0) upwards.push({ kind: 'seam', rows: seam });
    seam = [];
    upwards.push({ kind: 'layer', layer });
  }
  if (seam.length > 0) upwards.push({ kind: 'seam', rows: seam });
  return upwards.toReversed();
}
