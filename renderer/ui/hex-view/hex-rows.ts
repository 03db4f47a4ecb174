/** Bytes on a row: sixteen where there is room, eight in a narrow pane. */
export type PerRow = 8 | 16;

/** Rows that a file of `size` bytes fills; an empty file has none. */
export function rowCount(size: number, perRow: PerRow): number {
  return Math.ceil(size / perRow);
}

/** Hex digits of the offset column: enough for the last row, eight as in other viewers, more only over 4 GiB. */
export function offsetDigits(size: number): number {
  return Math.max(8, Math.max(0, size - 1).toString(16).length);
}

export function formatOffset(offset: number, digits: number): string {
  return offset.toString(16).padStart(digits, '0');
}

export function formatByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** The byte as printable ASCII, else a middle dot. */
export function asciiOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

/** How a byte is coloured. */
export type ByteClass = 'zero' | 'printable' | 'space' | 'control' | 'high';

export function byteClass(byte: number): ByteClass {
  if (byte === 0) return 'zero';
  if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return 'space';
  if (byte > 0x20 && byte < 0x7f) return 'printable';
  return byte < 0x80 ? 'control' : 'high';
}

/**
 * Reads what a person types as an offset: `4096`, `0x1000`, `1000h`, with spaces or underscores anywhere.
 * A bare number with a hex letter in it is hex.
 * @returns undefined when it is not a number, or not inside the file
 */
export function parseOffset(text: string, size: number): number | undefined {
  const clean = text.replaceAll(/[\s_]/g, '').toLowerCase();
  const hex = /^0x([0-9a-f]+)$/.exec(clean)?.[1] ?? /^([0-9a-f]+)h$/.exec(clean)?.[1];
  const bareHex = /^[0-9a-f]+$/.test(clean) && /[a-f]/.test(clean) ? clean : undefined;
  const digits = hex ?? bareHex;
  const offset = digits ? Number.parseInt(digits, 16) : /^\d+$/.test(clean) ? Number(clean) : Number.NaN;
  return Number.isSafeInteger(offset) && offset < size ? offset : undefined;
}

/** Where the cursor is and how the screen is made. */
export interface HexPlace {
  readonly cursor: number;
  readonly size: number;
  readonly perRow: PerRow;
  /** Rows on the screen. */
  readonly page: number;
}

/** Where a key moves the cursor; undefined when the key does not move it. */
export function moveCursor(key: string, ctrl: boolean, place: HexPlace): number | undefined {
  const to = destination(key, ctrl, place);
  return to === undefined ? undefined : Math.min(Math.max(0, to), Math.max(0, place.size - 1));
}

function destination(key: string, ctrl: boolean, { cursor, size, perRow, page }: HexPlace): number | undefined {
  const column = cursor % perRow;
  switch (key) {
    case 'ArrowLeft':
      return cursor - 1;
    case 'ArrowRight':
      return cursor + 1;
    case 'ArrowUp':
      return cursor < perRow ? cursor : cursor - perRow;
    case 'ArrowDown':
      return cursor + perRow < size ? cursor + perRow : cursor;
    case 'PageUp':
      return Math.max(column, cursor - page * perRow);
    case 'PageDown':
      return cursor + page * perRow;
    case 'Home':
      return ctrl ? 0 : cursor - column;
    case 'End':
      return ctrl ? size - 1 : cursor - column + perRow - 1;
    default:
      return undefined;
  }
}
