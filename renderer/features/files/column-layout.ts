import { FILE_COLUMNS, MAX_COLUMN, type FileColumn, type FileColumnChoice } from '../../stores/file-columns.ts';

/** Pixels that the name keeps at least from columns of usual width: those that would take of them are left out. */
const USUAL_NAME = 160;
/** Share of the pane that it keeps where there is more: deep names begin far in. */
const NAME_SHARE = 0.33;
/** Pixels that the name keeps from columns that were made wide. */
export const MIN_NAME = 100;
/** What leaves first in a narrow pane; the inspector repeats it. The type is there only by wish and stays longer. */
const LEAVING: readonly FileColumn[] = ['owner', 'mode', 'modified', 'type', 'change', 'size', 'layer'];
/** Pixels below which the time of day has no room beside the date. */
const CLOCK_WIDTH = 124;

/** The columns of a pane of some width. */
export interface ColumnLayout {
  /** In their order. */
  readonly shown: readonly FileColumn[];
  /** Pixels, of every column, shown or not. */
  readonly widths: Readonly<Record<FileColumn, number>>;
  /** Most pixels that each may be made wide, so that no other has to leave. */
  readonly most: Readonly<Record<FileColumn, number>>;
  readonly hasClock: boolean;
}

/** @param pane pixels across */
export function layColumns(pane: number, { chosen, widths: own }: FileColumnChoice): ColumnLayout {
  const usual = usualWidths(pane);
  const widths = { ...usual, ...own };
  let shown = FILE_COLUMNS.filter((column) => chosen.includes(column));
  const left = (name: number, width: (column: FileColumn) => number) =>
    pane - name - shown.reduce((sum, column) => sum + width(column), 0);
  const fits = () =>
    left(Math.max(USUAL_NAME, NAME_SHARE * pane), (column) => Math.min(usual[column], widths[column])) >= 0 &&
    left(MIN_NAME, (column) => widths[column]) >= 0;
  for (const leaving of LEAVING) {
    if (fits()) break;
    shown = shown.filter((column) => column !== leaving);
  }
  const spare = Math.max(
    0,
    left(MIN_NAME, (column) => widths[column]),
  );
  const most = { ...widths };
  for (const column of FILE_COLUMNS) most[column] = Math.min(MAX_COLUMN, widths[column] + spare);
  return { shown, widths, most, hasClock: widths.modified >= CLOCK_WIDTH };
}

/** As wide as what stands in them, with the reasons of changes where there is room. */
function usualWidths(pane: number): Record<FileColumn, number> {
  return {
    type: pane >= 960 ? 128 : 104,
    layer: 74,
    change: pane >= 960 ? 210 : pane > 520 ? 148 : 56,
    size: pane >= 960 ? 84 : 74,
    mode: 88,
    owner: pane >= 960 ? 92 : 76,
    modified: pane > 760 ? 134 : 88,
  };
}
