import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { MOST_AT_ONCE } from '../../../shared/contract/content.ts';
import type { ChangeReason } from '../../../shared/model/entry.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { FileRow, ViewMode } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';

/** Milliseconds: rows that a scroll only passes are not read. */
const PAUSE_MS = 120;

type Row = Pick<FileRow, 'pathID' | 'layer'>;

/** Reasons of changes that only bytes can tell, found for the rows on screen. */
export interface RowReasons {
  /** Undefined while they are not known; null for what is too large to be compared in passing. */
  readonly of: (row: Row) => readonly ChangeReason[] | null | undefined;
  readonly subscribe: (listener: () => void) => () => void;
  /** The row is on screen, until the answer is called. */
  readonly want: (row: Row) => () => void;
}

/** @param mode the tree that the rows are of, at the moment of the call */
export function createRowReasons(client: OutcropClient, image: ImageHandle, mode: () => ViewMode): RowReasons {
  const known = new Map<string, readonly ChangeReason[] | null>();
  const wanted = new Map<string, Row>();
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const key = ({ pathID, layer }: Row, of = mode()) => `${pathID} ${layer} ${of.kind === 'range' ? of.from : ''}`;

  async function ask(): Promise<void> {
    const rows = [...wanted.values()].slice(0, MOST_AT_ONCE).map(({ pathID, layer }) => ({ pathID, layer }));
    const asked = mode();
    wanted.clear();
    if (rows.length === 0) return;
    // Without an answer the rows keep what sizes tell; they are asked for again when they are shown again.
    const found = await client.image.reasons({ image, mode: asked, rows }).catch(() => []);
    for (const [at, row] of rows.entries()) if (found[at] !== undefined) known.set(key(row, asked), found[at]);
    for (const listener of listeners) listener();
  }

  return {
    of: (row) => known.get(key(row)),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    want(row) {
      const name = key(row);
      if (known.has(name)) return () => {};
      wanted.set(name, row);
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), PAUSE_MS);
      return () => void wanted.delete(name);
    },
  };
}

/** Of the tree that a row is drawn in. */
export const RowReasonsContext = createContext<RowReasons | null>(null);

/** Why a row changed, as far as it is known by now. `undecided`: its content is compared, or is too large for that. */
export function useRowReasons(row: FileRow): {
  readonly reasons: readonly ChangeReason[];
  readonly undecided: boolean;
} {
  const store = useContext(RowReasonsContext);
  const asks = row.undecided === true && store !== null;
  const found = useSyncExternalStore(asks ? store.subscribe : never, () => (asks ? store.of(row) : null));
  useEffect(() => (asks && found === undefined ? store.want(row) : undefined), [asks, found, store, row]);
  return { reasons: found ?? row.reasons, undecided: row.undecided === true && !found };
}

const never = () => () => {};
