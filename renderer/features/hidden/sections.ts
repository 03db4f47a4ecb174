import type { HiddenGroup } from '../../../shared/model/space.ts';

/** What one layer hides, under a heading that opens and closes. */
export interface HiddenSection {
  readonly group: HiddenGroup;
  readonly open: boolean;
}

/** A stretch of the list: one heading, or rows of one section (`end` is exclusive). */
export type Piece =
  | { readonly kind: 'heading'; readonly section: HiddenSection }
  | { readonly kind: 'rows'; readonly section: HiddenSection; readonly start: number; readonly end: number };

/** Rows of the list, headings included. */
export function rowCountOf(sections: readonly HiddenSection[]): number {
  return sections.reduce((sum, section) => sum + lengthOf(section), 0);
}

/** What stands at rows `start` to `end` of the list, in order. */
export function pieces(sections: readonly HiddenSection[], start: number, end: number): readonly Piece[] {
  const found: Piece[] = [];
  let top = 0;
  for (const section of sections) {
    if (top >= start && top < end) found.push({ kind: 'heading', section });
    const first = Math.max(start, top + 1);
    const last = Math.min(end, top + lengthOf(section));
    if (last > first) found.push({ kind: 'rows', section, start: first - top - 1, end: last - top - 1 });
    top += lengthOf(section);
  }
  return found;
}

function lengthOf({ group, open }: HiddenSection): number {
  return 1 + (open ? group.count : 0);
}
