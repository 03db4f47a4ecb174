import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
  type ComponentType,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import type { RowCache } from './row-cache.ts';
import { physicalHeight, visibleRows } from './scroll-map.ts';
import type { ActiveRow, TreeCursor } from './tree-cursor.ts';
import styles from './tree-grid.module.css';
import { treeAction, type TreeRow } from './tree-keys.ts';
import type { VirtualList } from './virtual-list.ts';

/** Rows are placed relative to an origin that moves in steps of this many pixels, so that no transform is huge. */
const ORIGIN_STEP = 960_000;
const TYPING_MS = 800;
/** Rows are placed in the frame of the scroll event, so none are needed far ahead. */
const OVERSCAN = 2;

/** What the grid says of one row to the component that draws it. */
export interface RowProps<Row> {
  readonly id: string;
  /** Base 0. */
  readonly index: number;
  /** Undefined while it is being read: an empty row holds its place. */
  readonly row: Row | undefined;
  readonly active: boolean;
  readonly selected: boolean;
  /** Pixels from the top of the row pane's origin. */
  readonly top: number;
}

interface TreeGridProps<Row extends TreeRow> {
  readonly label: string;
  readonly rows: RowCache<Row>;
  readonly rowCount: number;
  readonly list: VirtualList;
  readonly tree: Pick<TreeCursor<Row>, 'activate' | 'act'>;
  readonly active: ActiveRow<Row> | null;
  /** The row of column headers. */
  readonly head: ReactNode;
  /** Draws one row; memoised, so that a scroll renders only what came into view. */
  readonly Row: ComponentType<RowProps<Row>>;
  /** Rows picked besides the active one, by index; undefined where only one row is meant at a time. */
  readonly picked?: ReadonlyMap<number, unknown>;
  /** Sees keys and presses first. @returns whether it took them */
  readonly onKey?: (event: KeyboardEvent<HTMLDivElement>, row: Row | undefined, page: number) => boolean;
  readonly onPress?: (event: MouseEvent<HTMLDivElement>, index: number) => boolean;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
}

/**
 * A tree grid over any number of rows (WAI-ARIA Treegrid, one focusable element with an active descendant). The rows
 * live in a sticky pane that does not scroll with the element: they are placed by the list's position, so that a fast
 * scroll shows the last rows a moment longer instead of nothing.
 */
export function TreeGrid<Row extends TreeRow>(props: TreeGridProps<Row>) {
  const { Row: RowView, label, rows, rowCount, list, tree, active, picked } = props;
  const { scroller, viewport, onScroll } = list;
  const id = useId();
  const { content, viewportHeight, rowHeight } = useSyncExternalStore(list.window.subscribe, list.window.current);
  const { start, end } = visibleRows(content, viewportHeight, rowHeight, rowCount, OVERSCAN);
  const page = Math.floor(viewportHeight / rowHeight);
  const typing = useRef({ text: '', at: 0 });
  const activeIndex = active?.index ?? -1;

  useLayoutEffect(() => list.setRowCount(rowCount), [list, rowCount]);
  useEffect(() => rows.want(start, end), [rows, start, end]);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.target !== event.currentTarget) return;
    const { text, at } = typing.current;
    const typed = event.timeStamp - at < TYPING_MS ? text : '';
    const row = active ? (rows.row(activeIndex) ?? active.row) : undefined;
    if (props.onKey?.(event, row, page) === true) {
      event.preventDefault();
      return;
    }
    const action = treeAction(event, row, page, typed !== '');
    if (!action) return;
    event.preventDefault();
    if (action.kind !== 'type') return void tree.act(action);
    typing.current = { text: typed + action.text, at: event.timeStamp };
    void tree.act({ kind: 'type', text: typed + action.text });
  }

  function onMouseDown(event: MouseEvent<HTMLDivElement>): void {
    const target = event.target as Element;
    const element = target.closest<HTMLElement>('[data-index]');
    if (!element) return;
    const index = Number(element.dataset['index']);
    if (props.onPress?.(event, index) === true) return;
    tree.activate(index);
    const row = rows.row(index);
    if (row?.expanded === undefined || event.button !== 0) return;
    if (target.closest('[data-twisty]') || event.detail === 2)
      void tree.act({ kind: 'toggle', expanded: !row.expanded });
  }

  const origin = Math.floor(content / ORIGIN_STEP) * ORIGIN_STEP;
  const slots = Math.max(1, page + 8);
  const shown = Array.from({ length: end - start }, (_, offset) => start + offset);
  const offScreen = activeIndex >= 0 && (activeIndex < start || activeIndex >= end);
  const hasElement = active && (active.row !== undefined || rows.row(activeIndex) !== undefined);
  const row = (index: number, key: string, top: number, known: Row | undefined) => (
    <RowView
      key={key}
      id={`${id}-${index}`}
      index={index}
      row={known}
      active={index === activeIndex}
      selected={picked !== undefined && picked.size > 0 ? picked.has(index) : index === activeIndex}
      top={top}
    />
  );
  return (
    <div
      ref={scroller}
      role="treegrid"
      tabIndex={0}
      className={styles.grid}
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-multiselectable={picked !== undefined}
      aria-activedescendant={hasElement ? `${id}-${activeIndex}` : undefined}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onMouseDown={onMouseDown}
    >
      <div className={styles.spacer} style={{ height: physicalHeight(rowCount * rowHeight) + rowHeight + 1 }}>
        <div className={styles.pane}>
          {props.head}
          <div ref={viewport} className={styles.body}>
            <div role="rowgroup" className={styles.rows} style={{ transform: `translateY(${origin - content}px)` }}>
              {shown.map((index) =>
                row(
                  index,
                  `slot-${index % slots}`,
                  index * rowHeight - origin,
                  rows.row(index) ?? (index === activeIndex ? active?.row : undefined),
                ),
              )}
              {/* The active row stays in the document: aria-activedescendant must name an element that exists. */}
              {offScreen && active && row(activeIndex, 'active', content - origin - 2 * rowHeight, active.row)}
            </div>
            {rowCount === 0 && props.empty && (
              // A grid may hold nothing but rows.
              <div role="row" className={styles.bare}>
                <div role="gridcell" className={styles.bare}>
                  {props.empty}
                </div>
              </div>
            )}
          </div>
        </div>
      </div>
    </div>
  );
}
