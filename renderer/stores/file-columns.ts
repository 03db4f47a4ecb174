import { createStore, type StoreApi } from 'zustand/vanilla';
import { savedObject } from './saved-object.ts';

/** Columns of the tree of files beside the name, in their order. */
export const FILE_COLUMNS = ['type', 'layer', 'change', 'size', 'mode', 'owner', 'modified'] as const;
export type FileColumn = (typeof FILE_COLUMNS)[number];

export const MIN_COLUMN = 48;
export const MAX_COLUMN = 480;
/** The pictures before the names already tell types. */
const USUAL: readonly FileColumn[] = FILE_COLUMNS.filter((column) => column !== 'type');

/** What is chosen; it is kept between starts. */
export interface FileColumnChoice {
  /** In their order. */
  readonly chosen: readonly FileColumn[];
  /** Pixels, of the columns whose width was chosen. */
  readonly widths: Readonly<Partial<Record<FileColumn, number>>>;
}

export interface FileColumns extends FileColumnChoice {
  readonly toggle: (column: FileColumn) => void;
  /** @param size pixels; kept within MIN_COLUMN … MAX_COLUMN. Null gives its usual width back. */
  readonly resize: (column: FileColumn, size: number | null) => void;
  /** All as it was at first. */
  readonly reset: () => void;
}
export type FileColumnsStore = StoreApi<FileColumns>;

const KEY = 'outcrop.file-columns';

/** Which columns the tree of files has and how wide they are. */
export function createFileColumnsStore(storage: Storage): FileColumnsStore {
  const saved = savedObject(storage, KEY);
  const store = createStore<FileColumns>((set) => ({
    chosen: chosenOf(saved['chosen']),
    widths: widthsOf(saved['widths']),
    toggle: (column) =>
      set(({ chosen }) => ({
        chosen: FILE_COLUMNS.filter((other) => chosen.includes(other) !== (other === column)),
      })),
    resize: (column, size) => set(({ widths }) => ({ widths: widthsOf({ ...widths, [column]: size }) })),
    reset: () => set({ chosen: USUAL, widths: {} }),
  }));
  // What changes it is no JSON and is left out.
  store.subscribe((state) => storage.setItem(KEY, JSON.stringify(state)));
  return store;
}

function chosenOf(saved: unknown): readonly FileColumn[] {
  return Array.isArray(saved) ? FILE_COLUMNS.filter((column) => saved.includes(column)) : USUAL;
}

function widthsOf(saved: unknown): FileColumnChoice['widths'] {
  const given = new Map<string, unknown>(Object.entries(saved ?? {}));
  return Object.fromEntries(
    FILE_COLUMNS.flatMap((column) => {
      const size = given.get(column);
      if (typeof size !== 'number' || !Number.isFinite(size)) return [];
      return [[column, Math.round(Math.min(Math.max(size, MIN_COLUMN), MAX_COLUMN))]];
    }),
  );
}
