import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Failure } from '../failure.tsx';
import { useRowScroll } from '../hex-view/row-scroll.ts';
import { useMemberPages, type ReadMembers } from './member-pages.ts';
import { rowByKey } from './row-by-key.ts';
import styles from './member-grid.module.css';

const ROW_HEIGHT = 22;

interface MemberGridProps<Member> {
  readonly label: string;
  readonly count: number;
  readonly read: ReadMembers<Member>;
  /** Sets the columns. */
  readonly className: string | undefined;
  /** The cells of one row; the member is undefined while it is on its way. */
  readonly cells: (member: Member | undefined) => ReactNode;
}

/** Members of an archive as rows: any number, only those on the screen are asked for. */
export function MemberGrid<Member>({ label, count, read, className, cells }: MemberGridProps<Member>) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const scroll = useRowScroll(scroller, count, ROW_HEIGHT);
  const pages = useMemberPages(read);
  const [active, setActive] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = rowByKey(event.key, active, scroll.fit, count);
    if (to === undefined || event.altKey || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    setActive(to);
    scroll.reveal(to);
  };
  const last = Math.min(count, scroll.top + scroll.fit + 1);
  const shown = Array.from({ length: Math.max(0, last - scroll.top) }, (_, at) => scroll.top + at);
  // The active row must exist for aria-activedescendant, on the screen or not.
  const rows = shown.includes(active) ? shown : [...shown, active];
  return (
    <>
      {pages.failed !== undefined && <Failure error={pages.failed} onRetry={pages.retry} />}
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={count}
        aria-activedescendant={`${id}-${active}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: scroll.height }}>
          <div className={styles.window}>
            {rows.map((row) => (
              <div
                key={row}
                id={`${id}-${row}`}
                role="row"
                aria-rowindex={row + 1}
                aria-selected={row === active}
                className={shown.includes(row) ? `${styles.row} ${className}` : 'visually-hidden'}
                onMouseDown={() => setActive(row)}
              >
                {cells(pages.at(row))}
              </div>
            ))}
          </div>
        </div>
      </div>
    </>
  );
}
