/** Rows asked for at once: about three tall screens. */
export const PAGE_ROWS = 200;
/** Pages kept: what a long scroll back and forth touches, a few megabytes. */
const MAX_PAGES = 48;
/** Calls under way; more would only delay the page that is wanted now. */
const MAX_CALLS = 2;

/** One answer of the engine. */
export interface RowsRead<Row> {
  readonly revision: number;
  readonly rows: readonly Row[];
}

/** Rows of one view, by page. A page of an older revision is shown until its successor has come, so nothing blinks. */
export interface RowCache<Row> {
  /** The row as last known; undefined when this part was never read. */
  readonly row: (index: number) => Row | undefined;
  /** True when the row is of the current revision. */
  readonly isFresh: (index: number) => boolean;
  /** Says which rows are on screen; what is missing is fetched, the latest wish first. `end` is exclusive. */
  readonly want: (start: number, end: number) => void;
  /** All rows may have changed. */
  readonly startRevision: (revision: number, rowCount: number) => void;
}

/**
 * @param fetchRows reads one window of the view
 * @param onChange called when rows came in
 */
export function createRowCache<Row>(
  fetchRows: (start: number, end: number) => Promise<RowsRead<Row>>,
  onChange: () => void,
  onError: (error: unknown) => void,
): RowCache<Row> {
  let revision = -1;
  let rowCount = 0;
  let fresh = new Map<number, readonly Row[]>();
  let stale = new Map<number, readonly Row[]>();
  let wanted: readonly number[] = [];
  const pending = new Set<string>();

  function pump(): void {
    for (const page of wanted) {
      if (pending.size >= MAX_CALLS) return;
      if (!fresh.has(page) && !pending.has(keyOf(revision, page))) void read(revision, page);
    }
  }

  async function read(asked: number, page: number): Promise<void> {
    const key = keyOf(asked, page);
    pending.add(key);
    try {
      const start = page * PAGE_ROWS;
      const window = await fetchRows(start, Math.min(start + PAGE_ROWS, rowCount));
      if (window.revision === revision) keep(page, window.rows);
    } catch (error) {
      if (asked === revision) {
        wanted = wanted.filter((other) => other !== page);
        onError(error);
      }
    } finally {
      pending.delete(key);
      pump();
    }
  }

  function keep(page: number, rows: readonly Row[]): void {
    fresh.set(page, rows);
    stale.delete(page);
    for (const oldest of fresh.keys()) {
      if (fresh.size <= MAX_PAGES) break;
      if (!wanted.includes(oldest)) fresh.delete(oldest);
    }
    onChange();
  }

  return {
    row(index) {
      if (index >= rowCount) return undefined;
      const page = Math.floor(index / PAGE_ROWS);
      return (fresh.get(page) ?? stale.get(page))?.[index - page * PAGE_ROWS];
    },
    isFresh: (index) => fresh.has(Math.floor(index / PAGE_ROWS)),
    want(start, end) {
      const first = Math.floor(start / PAGE_ROWS);
      const last = Math.floor(Math.max(start, Math.min(end, rowCount) - 1) / PAGE_ROWS);
      const shown = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
      const beside = [last + 1, first - 1].filter((page) => page >= 0 && page * PAGE_ROWS < rowCount);
      wanted = rowCount === 0 ? [] : [...shown, ...beside];
      pump();
    },
    startRevision(next, count) {
      if (next === revision) return;
      const known = new Map([...stale, ...fresh]);
      stale = new Map(wanted.flatMap((page) => (known.has(page) ? [[page, known.get(page) ?? []]] : [])));
      fresh = new Map();
      revision = next;
      rowCount = count;
      wanted = wanted.filter((page) => page * PAGE_ROWS < count);
      pump();
      onChange();
    },
  };
}

function keyOf(revision: number, page: number): string {
  return `${revision}/${page}`;
}
