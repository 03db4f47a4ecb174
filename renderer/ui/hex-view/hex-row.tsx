import { memo, type MouseEvent } from 'react';
import { asciiOf, byteClass, formatByte, type PerRow } from './hex-rows.ts';
import styles from './hex-view.module.css';

interface HexRowProps {
  id: string;
  /** Base 0. */
  row: number;
  perRow: PerRow;
  offset: string;
  /** Undefined while they are read. */
  bytes: Uint8Array | undefined;
  /** Column of the cursor; -1 when it is on another row. */
  cursor: number;
  offScreen: boolean;
  /** Bit `i` for the byte in column `i`. */
  marked: number;
  onPick: (column: number) => void;
}

/** One row of a hex view: offset, up to 8 or 16 bytes, the same bytes as ASCII. */
export const HexRow = memo(
  function HexRow({ id, row, perRow, offset, bytes, cursor, offScreen, marked, onPick }: HexRowProps) {
    const pick = (event: MouseEvent) => {
      const column = event.target instanceof HTMLElement ? event.target.dataset['at'] : undefined;
      if (column !== undefined) onPick(Number(column));
    };
    const cells = [...(bytes ?? [])];
    return (
      <div
        id={id}
        role="row"
        aria-rowindex={row + 1}
        aria-selected={cursor >= 0}
        className={offScreen ? 'visually-hidden' : styles.row}
        onMouseDown={pick}
      >
        <span role="rowheader" className={styles.offset}>
          {offset}
        </span>
        <span role="gridcell" className={styles.bytes} data-per-row={perRow}>
          {cells.map((byte, at) => (
            <span
              key={at}
              data-at={at}
              data-byte={byteClass(byte)}
              data-cursor={at === cursor || undefined}
              data-marked={(marked >> at) & 1 ? true : undefined}
            >
              {formatByte(byte)}
            </span>
          ))}
        </span>
        <span role="gridcell" className={styles.ascii}>
          {cells.map((byte, at) => (
            <span
              key={at}
              data-at={at}
              data-byte={byteClass(byte)}
              data-cursor={at === cursor || undefined}
              data-marked={(marked >> at) & 1 ? true : undefined}
            >
              {asciiOf(byte)}
            </span>
          ))}
        </span>
      </div>
    );
  },
  // `bytes` is a new view of the same page each time: pages never change, so being there is what counts.
  (before, after) =>
    before.row === after.row &&
    before.perRow === after.perRow &&
    before.offset === after.offset &&
    before.cursor === after.cursor &&
    before.offScreen === after.offScreen &&
    before.marked === after.marked &&
    (before.bytes === undefined) === (after.bytes === undefined) &&
    before.bytes?.buffer === after.bytes?.buffer,
);
