import type { LadderRung } from '../../../shared/model/compare.ts';

/** One line of the ladder, base first: what stands on either side of it. Indexes are of layers, base 0. */
export type LadderSlot =
  /** Layers 0 to `to`, the same on both sides, drawn as one. */
  | { readonly kind: 'shared-base'; readonly to: number }
  | {
      readonly kind: 'rung';
      readonly before: number | null;
      readonly after: number | null;
      readonly rung: LadderRung;
    };

/** What joins a layer on the left with one on the right; `from` and `to` are indexes into the slots. */
export interface LadderBand {
  readonly kind: 'same' | 'changed' | 'moved';
  readonly from: number;
  readonly to: number;
  /** Layer on the left: its colour is the band's. */
  readonly layer: number;
  readonly recompressed: boolean;
}

/** Fewer shared layers than this are drawn one by one. */
export const MIN_GROUP = 3;

/**
 * Places the rungs in lines, so that every layer of either side keeps its order; a moved layer has a line on each side.
 * @param sharedBase how many rungs from the bottom are the same
 */
export function ladderSlots(ladder: readonly LadderRung[], sharedBase: number, grouped: boolean): LadderSlot[] {
  const groups = grouped && sharedBase >= MIN_GROUP;
  const slots: LadderSlot[] = groups ? [{ kind: 'shared-base', to: sharedBase - 1 }] : [];
  for (const rung of ladder.slice(groups ? sharedBase : 0))
    slots.push({ kind: 'rung', before: rung.kind === 'moved' ? null : rung.before, after: rung.after, rung });
  const moved = ladder
    .filter((rung) => rung.kind === 'moved')
    .toSorted((one, other) => (one.before ?? 0) - (other.before ?? 0));
  for (const rung of moved) {
    const below = slots.findLastIndex((slot) => slot.kind === 'rung' && (slot.before ?? Infinity) < (rung.before ?? 0));
    const slot: LadderSlot = { kind: 'rung', before: rung.before, after: null, rung };
    slots.splice(Math.max(below + 1, groups ? 1 : 0), 0, slot);
  }
  return slots;
}

/** The bands between the two sides of these lines. */
export function ladderBands(slots: readonly LadderSlot[]): LadderBand[] {
  const leftOf = new Map(
    slots.flatMap((slot, at) => (slot.kind === 'rung' && slot.before !== null ? [[slot.before, at]] : [])),
  );
  return slots.flatMap((slot, to): LadderBand[] => {
    if (slot.kind === 'shared-base') return [{ kind: 'same', from: to, to, layer: 0, recompressed: false }];
    const { kind, before, after, recompressed } = slot.rung;
    if (slot.after === null || after === null || before === null || kind === 'added' || kind === 'removed') return [];
    return [{ kind, from: leftOf.get(before) ?? to, to, layer: before, recompressed }];
  });
}
