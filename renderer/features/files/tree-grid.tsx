import { useEffect, useId, useRef, type KeyboardEvent, type MouseEvent, type ReactNode, type Ref } from 'react';
import type { FileRow, SortKey } from '../../../shared/model/view.ts';
import { FileRowView } from './file-row.tsx';
import { GridHead } from './grid-head.tsx';
import type { RowCache } from './row-cache.ts';
import styles from './tree-grid.module.css';
import { treeAction, type TreeAction } from './tree-keys.ts';
import { ROW_HEIGHT, useVirtualRows } from './use-virtual-rows.ts';

/** Rows are placed relative to an origin that moves in steps of this many pixels, so that no transform is huge. */
const ORIGIN_STEP = 960_000;
const TYPING_MS = 800;

/** The row that keys act on. */
export interface ActiveRow {
  /** Base 0. */
  readonly index: number;
  /** As last known: it may have left the cache. */
  readonly row: FileRow | undefined;
}

interface TreeGridProps {
  readonly label: string;
  readonly rows: RowCache;
  readonly rowCount: number;
  /** Changes when rows came in: the cache itself stays the same object. */
  readonly version: unknown;
  readonly active: ActiveRow | null;
  /** Grows when the active row was set from outside and must be brought into view. */
  readonly reveal: number;
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly onSort: (key: SortKey) => void;
  readonly onActivate: (index: number) => void;
  readonly onAction: (action: Exclude<TreeAction, { kind: 'move' | 'first' | 'last' }>) => void;
  readonly ref?: Ref<HTMLDivElement>;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
}

/** A tree grid over any number of rows (WAI-ARIA Treegrid, one focusable element with an active descendant). */
export function TreeGrid(props: TreeGridProps) {
  const { label, rows, rowCount, active, reveal, onActivate, onAction } = props;
  const id = useId();
  const { scroller, viewport, range, page, content, height, onScroll, showRow } = useVirtualRows(rowCount);
  const typing = useRef({ text: '', at: 0 });
  const activeIndex = active?.index ?? -1;

  useEffect(() => rows.want(range.start, range.end), [rows, range.start, range.end, rowCount, props.version]);
  useEffect(() => {
    if (activeIndex >= 0) showRow(activeIndex);
  }, [activeIndex, reveal, showRow]);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.target !== event.currentTarget || rowCount === 0) return;
    const now = performance.now();
    const underWay = now - typing.current.at < TYPING_MS && typing.current.text !== '';
    const action = treeAction(event, active ? (rows.row(activeIndex) ?? active.row) : undefined, page, underWay);
    if (!action) return;
    event.preventDefault();
    switch (action.kind) {
      case 'move':
        return onActivate(Math.min(Math.max(activeIndex + action.by, 0), rowCount - 1));
      case 'first':
        return onActivate(0);
      case 'last':
        return onActivate(rowCount - 1);
      case 'type': {
        const text = underWay ? typing.current.text + action.text : action.text;
        typing.current = { text, at: now };
        return onAction({ kind: 'type', text });
      }
      default:
        return onAction(action);
    }
  }

  function onPointer(event: MouseEvent<HTMLDivElement>): void {
    const target = event.target as Element;
    const element = target.closest<HTMLElement>('[data-index]');
    if (!element) return;
    const index = Number(element.dataset['index']);
    onActivate(index);
    const row = rows.row(index);
    if (row?.expanded === undefined || event.button !== 0) return;
    if (target.closest('[data-twisty]') || event.detail === 2) onAction({ kind: 'toggle', expanded: !row.expanded });
  }

  const origin = Math.floor(content / ORIGIN_STEP) * ORIGIN_STEP;
  const slots = Math.max(1, page + 16);
  const shown = Array.from({ length: range.end - range.start }, (_, offset) => range.start + offset);
  const offScreen = activeIndex >= 0 && (activeIndex < range.start || activeIndex >= range.end);
  const row = (index: number, key: string, top: number, known: FileRow | undefined) => (
    <FileRowView
      key={key}
      id={`${id}-${index}`}
      index={index}
      row={known}
      active={index === activeIndex}
      selected={index === activeIndex}
      top={top}
    />
  );
  return (
    <div
      ref={(element) => {
        scroller.current = element;
        if (typeof props.ref === 'function') props.ref(element);
        else if (props.ref) props.ref.current = element;
      }}
      role="treegrid"
      tabIndex={0}
      className={styles.grid}
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-multiselectable={false}
      aria-activedescendant={
        active && rows.row(activeIndex) === undefined && !active.row
          ? undefined
          : active
            ? `${id}-${activeIndex}`
            : undefined
      }
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onMouseDown={onPointer}
    >
      <div className={styles.spacer} style={{ height: height + ROW_HEIGHT + 1 }}>
        <div className={styles.pane}>
          <GridHead sort={props.sort} descending={props.descending} onSort={props.onSort} />
          <div ref={viewport} className={styles.body}>
            <div role="rowgroup" className={styles.rows} style={{ transform: `translateY(${origin - content}px)` }}>
              {shown.map((index) =>
                row(
                  index,
                  `slot-${index % slots}`,
                  index * ROW_HEIGHT - origin,
                  rows.row(index) ?? (index === activeIndex ? active?.row : undefined),
                ),
              )}
              {/* The active row stays in the document: aria-activedescendant must name an element that exists. */}
              {offScreen && active && row(activeIndex, 'active', content - origin - 2 * ROW_HEIGHT, active.row)}
            </div>
            {rowCount === 0 && props.empty}
          </div>
        </div>
      </div>
    </div>
  );
}
