import type { HistoryPair, LadderRung } from '../../../shared/model/compare.ts';
import type { HistoryRow } from '../../../shared/model/layer.ts';
import { alignLayers, normalInstruction } from './align-layers.ts';

type Rung = Pick<LadderRung, 'before' | 'after'>;

/**
 * Rows of both histories, matched by instruction; what lies between two matches is paired by place. Each is linked to
 * the rung of the layer that it made.
 */
export function historyPairs(
  before: readonly HistoryRow[],
  after: readonly HistoryRow[],
  ladder: readonly Rung[],
): HistoryPair[] {
  const pair = (kind: HistoryPair['kind'], a: HistoryRow | null, b: HistoryRow | null): HistoryPair => ({
    kind,
    rung: rungOf(ladder, 'after', b) ?? rungOf(ladder, 'before', a),
    before: a,
    after: b,
  });
  return alignLayers(keyed(before), keyed(after)).flatMap((rung): HistoryPair[] => {
    const a = rung.before === null ? null : (before[rung.before] ?? null);
    const b = rung.after === null ? null : (after[rung.after] ?? null);
    return rung.kind === 'moved' ? [pair('removed', a, null), pair('added', null, b)] : [pair(rung.kind, a, b)];
  });
}

function rungOf(ladder: readonly Rung[], side: 'before' | 'after', row: HistoryRow | null): number | null {
  const layer = row?.layer ?? null;
  if (layer === null) return null;
  const at = ladder.findIndex((rung) => rung[side] === layer);
  return at === -1 ? null : at;
}

const keyed = (rows: readonly HistoryRow[]) =>
  rows.map(({ createdBy }) => ({ key: normalInstruction(createdBy), blob: undefined, createdBy: null }));
