import { MOST_PICKED } from '../../shared/model/view.ts';
import { createObservable, type Observable } from '../stores/observable.ts';

/** Rows picked besides the active one, by their place on screen; empty when only the active row is meant. */
export interface Picks<Row> {
  /** Index on screen, base 0 → row. */
  readonly rows: ReadonlyMap<number, Row>;
  /** True when more were asked for than can be picked. */
  readonly cut: boolean;
}

/** Picking several rows, as lists do everywhere: one more, up to one, all. */
export interface RowPicks<Row> extends Observable<Picks<Row>> {
  readonly clear: () => void;
  /** Picks a row besides those picked, or lets it go. */
  readonly toggle: (index: number) => Promise<void>;
  /** Picks all from the row where picking began to this one. */
  readonly extendTo: (index: number) => Promise<void>;
  readonly all: () => Promise<void>;
}

interface Parts<Row> {
  /** Index of the active row, −1 for none. */
  readonly active: () => number;
  readonly rowCount: () => number;
  /** @returns rows `start` … `end − 1`, of a view that has not changed since */
  readonly read: (start: number, end: number) => Promise<readonly Row[]>;
}

const NOTHING: ReadonlyMap<number, never> = new Map<number, never>();

/** @returns with nothing picked; the places are those of one revision, so whoever changes the rows clears */
export function createRowPicks<Row>({ active, rowCount, read }: Parts<Row>): RowPicks<Row> {
  const picks = createObservable<Picks<Row>>({ rows: NOTHING, cut: false });
  let anchor = -1;
  // A slow answer of an earlier wish must not undo a later one.
  let wish = 0;

  async function readAll(start: number, end: number): Promise<ReadonlyMap<number, Row>> {
    const rows = await read(start, end);
    return new Map(rows.map((row, at) => [start + at, row]));
  }

  async function pick(start: number, end: number, keep: ReadonlyMap<number, Row> = NOTHING): Promise<void> {
    wish += 1;
    const asked = wish;
    const last = Math.min(end, start + MOST_PICKED);
    const found = await readAll(start, last);
    if (asked !== wish) return;
    picks.set({ rows: new Map([...keep, ...found]), cut: last < end });
  }

  return {
    current: picks.current,
    subscribe: picks.subscribe,
    clear() {
      wish += 1;
      anchor = -1;
      if (picks.current().rows.size > 0) picks.set({ rows: NOTHING, cut: false });
    },
    async toggle(index) {
      const { rows } = picks.current();
      anchor = index;
      if (rows.has(index)) {
        wish += 1;
        picks.set({ rows: new Map([...rows].filter(([other]) => other !== index)), cut: false });
        return;
      }
      if (rows.size >= MOST_PICKED) return;
      const first = active();
      const begun = rows.size === 0 && first >= 0 ? await readAll(first, first + 1) : rows;
      await pick(index, index + 1, begun);
    },
    async extendTo(index) {
      if (anchor < 0) anchor = active();
      if (anchor < 0) anchor = index;
      await pick(Math.min(anchor, index), Math.max(anchor, index) + 1);
    },
    async all() {
      anchor = 0;
      await pick(0, rowCount());
    },
  };
}
