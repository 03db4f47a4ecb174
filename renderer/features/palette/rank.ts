/**
 * How well a typed text fits a label: each word must be in it; the beginning of the label counts most, then that of a word.
 * @returns undefined when it does not fit; smaller is better
 */
export function rank(label: string, typed: string): number | undefined {
  const text = label.toLowerCase();
  let cost = 0;
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = text.indexOf(word);
    if (at < 0) return undefined;
    cost += at === 0 ? 0 : text.includes(` ${word}`) ? 1 : 2;
  }
  return cost;
}

/** What fits, best first; equal ones keep their order. */
export function ranked<T extends { readonly label: string }>(items: readonly T[], typed: string): readonly T[] {
  return items
    .flatMap((item, order) => {
      const cost = rank(item.label, typed);
      return cost === undefined ? [] : [{ item, cost, order }];
    })
    .toSorted((a, b) => a.cost - b.cost || a.order - b.order)
    .map(({ item }) => item);
}
