import type { LadderRung } from '../../../shared/model/compare.ts';

/** One line of the ladder, base first: what stands on either side of it. Indexes are of layers, base 0. */
export type LadderSlot =
  /** Layers that are the same on both sides, one on the other, drawn as one; `to` is inclusive. */
  | { readonly kind: 'run'; readonly before: LayerRun; readonly after: LayerRun }
  | {
      readonly kind: 'rung';
      readonly before: number | null;
      readonly after: number | null;
      readonly rung: LadderRung;
    };

interface LayerRun {
  readonly from: number;
  readonly to: number;
}

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
const MIN_RUN = 3;

/**
 * Places the rungs in lines, so that every layer of either side keeps its order; a moved layer has a line on each side.
 * @param grouped whether runs of shared layers are drawn as one; those whose compression differs stay apart
 */
export function ladderSlots(ladder: readonly LadderRung[], grouped: boolean): LadderSlot[] {
  const slots = grouped ? groupRuns(ladder.map(slotOf)) : ladder.map(slotOf);
  const moved = ladder
    .filter((rung) => rung.kind === 'moved')
    .toSorted((one, other) => (one.before ?? 0) - (other.before ?? 0));
  for (const rung of moved) {
    const below = slots.findLastIndex((slot) => topBefore(slot) < (rung.before ?? 0));
    slots.splice(below + 1, 0, { kind: 'rung', before: rung.before, after: null, rung });
  }
  return slots;
}

function slotOf(rung: LadderRung): LadderSlot {
  return { kind: 'rung', before: rung.kind === 'moved' ? null : rung.before, after: rung.after, rung };
}

function topBefore(slot: LadderSlot): number {
  return slot.kind === 'run' ? slot.before.to : (slot.before ?? Infinity);
}

/** A layer that moved away from between two shared ones ends the run: it needs a line there. */
function groupRuns(slots: readonly LadderSlot[]): LadderSlot[] {
  const result: LadderSlot[] = [];
  for (let at = 0; at < slots.length;) {
    let end = at + 1;
    while (end < slots.length && follows(slots[end - 1], slots[end])) end++;
    const run = end - at >= MIN_RUN ? runOf(slots[at], slots[end - 1]) : undefined;
    if (run) result.push(run);
    else result.push(...slots.slice(at, end));
    at = end;
  }
  return result;
}

function runOf(first: LadderSlot | undefined, last: LadderSlot | undefined): LadderSlot | undefined {
  const [bottom, top] = [shared(first), shared(last)];
  if (!bottom || !top) return undefined;
  return {
    kind: 'run',
    before: { from: bottom.before, to: top.before },
    after: { from: bottom.after, to: top.after },
  };
}

function follows(one: LadderSlot | undefined, other: LadderSlot | undefined): boolean {
  const [below, above] = [shared(one), shared(other)];
  return !!below && !!above && above.before === below.before + 1 && above.after === below.after + 1;
}

/** Both layers of a line that is the same in every byte; undefined for any other. */
function shared(slot: LadderSlot | undefined): { readonly before: number; readonly after: number } | undefined {
  if (slot?.kind !== 'rung' || slot.rung.kind !== 'same' || slot.rung.recompressed) return undefined;
  const { before, after } = slot;
  return before === null || after === null ? undefined : { before, after };
}

/** The bands between the two sides of these lines. */
export function ladderBands(slots: readonly LadderSlot[]): LadderBand[] {
  const leftOf = new Map(
    slots.flatMap((slot, at) => (slot.kind === 'rung' && slot.before !== null ? [[slot.before, at]] : [])),
  );
  return slots.flatMap((slot, to): LadderBand[] => {
    if (slot.kind === 'run') return [{ kind: 'same', from: to, to, layer: slot.before.from, recompressed: false }];
    const { kind, before, after, recompressed } = slot.rung;
    if (slot.after === null || after === null || before === null || kind === 'added' || kind === 'removed') return [];
    return [{ kind, from: leftOf.get(before) ?? to, to, layer: before, recompressed }];
  });
}
