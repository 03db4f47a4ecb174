import {
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../button.tsx';
import { useByteCount } from '../byte-count.ts';
import { Failure } from '../failure.tsx';
import {
  asciiOf,
  formatByte,
  formatOffset,
  moveCursor,
  offsetDigits,
  parseOffset,
  rowCount,
  type PerRow,
} from './hex-rows.ts';
import { HexRow } from './hex-row.tsx';
import { marksInRow, type MarkedBytes } from './marked-bytes.ts';
import { byteAt, createPageCache, PAGE_BYTES, type PageCache, type ReadRange } from './page-cache.ts';
import { useRowScroll, type RowScroll } from './row-scroll.ts';
import type { ScrollLink } from './scroll-link.ts';
import styles from './hex-view.module.css';

const ROW_HEIGHT = 18;
const NO_MARKS: readonly MarkedBytes[] = [];

interface HexViewProps {
  readonly read: ReadRange;
  readonly size: number;
  readonly label: string;
  /** Offset that is shown at first. */
  readonly start?: number;
  /** Where to go; each new object goes there again. */
  readonly place?: HexPlaceWanted | undefined;
  /** Bytes to mark, ascending. */
  readonly marks?: readonly MarkedBytes[];
  /** Told when the reader moves the cursor here. */
  readonly onCursor?: (offset: number) => void;
  /** Views on the same link scroll together. */
  readonly link?: ScrollLink;
}

export interface HexPlaceWanted {
  readonly offset: number;
}

/** Bytes of a file of any size, 16 a row (8 where it is narrow), read by page as they come on the screen. `read` must keep its identity. */
export function HexView({ read, size, label, start = 0, place, marks = NO_MARKS, onCursor, link }: HexViewProps) {
  const { t } = useLingui();
  const byteCount = useByteCount();
  const id = useId();
  const cache = useCache(read, size);
  const scroller = useRef<HTMLDivElement>(null);
  const perRow = usePerRow(scroller);
  const rows = rowCount(size, perRow);
  const scroll = useRowScroll(scroller, rows, ROW_HEIGHT);
  const [cursor, setCursor] = useState(() => Math.min(start, Math.max(0, size - 1)));
  const cursorRow = Math.floor(cursor / perRow);

  const jumpToStart = useEffectEvent(() => {
    if (start > 0) scroll.jump(cursorRow);
  });
  // Once the element has its height, which it must have to be scrolled.
  useEffect(() => {
    if (scroll.fit > 1) jumpToStart();
  }, [scroll.fit]);

  useScrollLink(link, scroll, perRow);
  const [reached, setReached] = useState<HexPlaceWanted>();
  if (place && place !== reached) {
    setReached(place);
    setCursor(Math.min(place.offset, Math.max(0, size - 1)));
  }
  const showCursor = useEffectEvent(() => scroll.jump(cursorRow));
  useEffect(() => {
    if (reached) showCursor();
  }, [reached]);

  const pick = (offset: number) => {
    setCursor(offset);
    onCursor?.(offset);
  };
  const moveTo = (offset: number) => {
    pick(offset);
    scroll.reveal(Math.floor(offset / perRow));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return;
    const to = moveCursor(event.key, event.ctrlKey, { cursor, size, perRow, page: scroll.fit });
    if (to === undefined) return;
    event.preventDefault();
    moveTo(to);
  };

  const shown = rowsOnScreen(scroll.top, Math.min(rows, scroll.top + scroll.fit + 1));
  // A row the reader is on must exist for aria-activedescendant, on the screen or not.
  const hidden = rows > 0 && !shown.includes(cursorRow) ? [cursorRow] : [];
  const failed = firstFailure(cache, shown, perRow);

  return (
    <div className={styles.hex}>
      {failed !== undefined && <Failure error={failed} onRetry={() => cache.retry()} />}
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={rows}
        aria-colcount={3}
        aria-activedescendant={rows > 0 ? `${id}-${cursorRow}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={styles.canvas} style={{ height: scroll.height }}>
          <div className={styles.window}>
            {[...shown, ...hidden].map((row) => (
              <HexRow
                key={row * perRow}
                id={`${id}-${row}`}
                row={row}
                perRow={perRow}
                offset={formatOffset(row * perRow, offsetDigits(size))}
                bytes={rowBytes(cache, row, size, perRow)}
                cursor={row === cursorRow ? cursor % perRow : -1}
                offScreen={hidden.includes(row)}
                marked={marksInRow(marks, row * perRow, perRow)}
                onPick={(column) => pick(row * perRow + column)}
              />
            ))}
          </div>
        </div>
      </div>
      <div className={styles.status}>
        <GoTo
          size={size}
          onGo={(offset) => {
            pick(offset);
            scroll.jump(Math.floor(offset / perRow));
          }}
        />
        <span>{describeByte(cursor, byteAt(cache, cursor), t`loading`)}</span>
        <span className={styles.total}>{byteCount(size)}</span>
      </div>
    </div>
  );
}

function useCache(read: ReadRange, size: number): PageCache {
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const cache = useMemo(() => createPageCache(read, size, changed), [read, size]);
  useEffect(() => () => cache.close(), [cache]);
  return cache;
}

/** Follows the other views of a link, and leads them when the reader scrolls here. */
function useScrollLink(link: ScrollLink | undefined, { top, to }: RowScroll, perRow: PerRow): void {
  const self = useRef({ followed: -1 });
  const follow = useEffectEvent((offset: number) => {
    self.current.followed = to(Math.floor(offset / perRow));
  });
  useEffect(() => link?.join(self.current, (offset) => follow(offset)), [link]);
  const lead = useEffectEvent((row: number) => {
    // Told back, a move that was followed would pull a longer file to where the shorter one ends.
    if (self.current.followed !== row) link?.tell(self.current, row * perRow);
    self.current.followed = -1;
  });
  useEffect(() => lead(top), [top]);
}

/** Px that a row of sixteen needs: offset, bytes and ASCII in the small monospace. */
const WIDE = 560;

function usePerRow(scroller: RefObject<HTMLElement | null>): PerRow {
  const [perRow, setPerRow] = useState<PerRow>(16);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = () => setPerRow(element.clientWidth >= WIDE ? 16 : 8);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return perRow;
}

function rowsOnScreen(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
}

/** Undefined while the page of the row is on its way. A row never crosses a page: 8 and 16 divide its size. */
function rowBytes(cache: PageCache, row: number, size: number, perRow: PerRow): Uint8Array | undefined {
  const start = row * perRow;
  const page = cache.page(Math.floor(start / PAGE_BYTES));
  if (page.kind !== 'ready') return undefined;
  const within = start % PAGE_BYTES;
  return page.bytes.subarray(within, within + Math.min(perRow, size - start));
}

function firstFailure(cache: PageCache, rows: readonly number[], perRow: PerRow): unknown {
  for (const row of rows) {
    const page = cache.page(Math.floor((row * perRow) / PAGE_BYTES));
    if (page.kind === 'failed') return page.error;
  }
  return undefined;
}

function describeByte(offset: number, byte: number | undefined, loading: string): string {
  const where = `0x${offset.toString(16)} (${offset})`;
  return byte === undefined ? `${where}: ${loading}` : `${where}: 0x${formatByte(byte)}  ${byte}  ${asciiOf(byte)}`;
}

function GoTo({ size, onGo }: { size: number; onGo: (offset: number) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const offset = parseOffset(text, size);
  return (
    <form
      className={styles.goto}
      onSubmit={(event) => {
        event.preventDefault();
        if (offset !== undefined) onGo(offset);
      }}
    >
      <input
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label={t`Go to offset`}
        placeholder={t`Offset, 4096 or 0x1000`}
        aria-invalid={text !== '' && offset === undefined}
        spellCheck={false}
      />
      <Button type="submit" disabled={offset === undefined}>
        <Trans>Go</Trans>
      </Button>
    </form>
  );
}
