import type { IntegrityItem, IntegrityState } from '../../../shared/model/integrity.ts';

/** How many items are in each state. */
export type StateCounts = Readonly<Record<IntegrityState, number>>;

export function countStates(items: readonly IntegrityItem[]): StateCounts {
  const counts = { unchecked: 0, checking: 0, ok: 0, differs: 0, absent: 0, unverifiable: 0 };
  for (const { state } of items) counts[state]++;
  return counts;
}

/** The items with one of them as it now is; an item that was not there comes last. */
export function withItem(items: readonly IntegrityItem[], item: IntegrityItem): readonly IntegrityItem[] {
  const at = items.findIndex(({ key }) => key === item.key);
  return at < 0 ? [...items, item] : items.with(at, item);
}

/** What one layer adds to the chain. */
export interface ChainStep {
  readonly layer: number;
  readonly diffID: IntegrityItem | undefined;
  readonly chainID: IntegrityItem | undefined;
}

/** One step for each layer, base first. */
export function chainSteps(items: readonly IntegrityItem[]): readonly ChainStep[] {
  const steps = new Map<number, { layer: number; diffID?: IntegrityItem; chainID?: IntegrityItem }>();
  for (const item of items) {
    if ((item.kind !== 'diffID' && item.kind !== 'chainID') || item.layer === undefined) continue;
    steps.set(item.layer, { ...steps.get(item.layer), layer: item.layer, [item.kind]: item });
  }
  return [...steps.values()]
    .toSorted((a, b) => a.layer - b.layer)
    .map(({ layer, diffID, chainID }) => ({ layer, diffID, chainID }));
}

/** What to show of a digest: the computed one when there is one, for that is what is so. */
export function shownDigest(item: IntegrityItem | undefined): string | null {
  return item?.actual ?? item?.expected ?? null;
}

/** `sha256:` and the first 12 digits, as Docker shows IDs; of bare digits the first 12; what is shorter stays whole. */
export function shortened(digest: string): string {
  const colon = digest.indexOf(':');
  return digest.length > colon + 13 ? `${digest.slice(0, colon + 13)}…` : digest;
}
