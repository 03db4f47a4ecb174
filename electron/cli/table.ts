import { safeText } from '../../shared/format/safe-text.ts';
import type { Output, Style } from './output.ts';
import { fitWidth, terminalWidth } from './terminal-width.ts';

export interface Column {
  readonly title: string;
  /** Columns at least; a longer cell pushes the rest of its row aside rather than lose anything. */
  readonly width: number;
  readonly align?: 'left' | 'right';
  /** For the last column on a terminal: which end a text too long for the line keeps. */
  readonly keep?: 'start' | 'both';
}

/** Untrusted text is fine: every cell is escaped. */
export type Cell = string | { readonly text: string; readonly style: Style };

/**
 * Rows as they come, with widths chosen beforehand: a million rows need no second pass. The heading comes with the first
 * row, so that a list which fails at once has printed nothing.
 */
export interface Table {
  row(cells: readonly Cell[]): Promise<void> | undefined;
}

export function createTable(out: Output, columns: readonly Column[], indent = ''): Table {
  const last = columns.length - 1;
  const line = (cells: readonly Cell[]) => {
    let text = indent;
    let used = indent.length;
    columns.forEach((column, index) => {
      const cell = cells[index] ?? '';
      const { plain, style } =
        typeof cell === 'string' ? { plain: cell, style: undefined } : { plain: cell.text, style: cell.style };
      const safe = safeText(plain);
      const shown =
        index === last && out.columns !== undefined
          ? fitWidth(safe, Math.max(out.columns - used, 10), column.keep ?? 'start')
          : safe;
      // Nothing is padded after the last.
      const width = index === last && column.align !== 'right' ? 0 : terminalWidth(shown);
      const padding = ' '.repeat(Math.max(0, column.width - width));
      const painted = style ? out.paint(style, shown) : shown;
      if (column.align === 'right') text += padding + painted;
      else text += index === last ? painted : painted + padding;
      if (index < last) text += '  ';
      used += Math.max(column.width, width) + 2;
    });
    // Spaces at the end of a name belong to it; those before an empty last cell are only padding.
    return `${textOf(cells[last]) === '' ? text.trimEnd() : text}\n`;
  };
  let heading = line(columns.map(({ title }) => ({ text: title, style: 'bold' })));
  return {
    row(cells) {
      const text = heading + line(cells);
      heading = '';
      return out.write(text);
    },
  };
}

/** A small table whose columns are as wide as what is in them. */
export async function writeTable(
  out: Output,
  columns: readonly Omit<Column, 'width'>[],
  rows: readonly (readonly Cell[])[],
  indent = '',
): Promise<void> {
  const measured = columns.map((column, index) => ({
    ...column,
    width: Math.max(
      column.title.length,
      ...(index === columns.length - 1 ? [] : rows.map((cells) => terminalWidth(safeText(textOf(cells[index]))))),
    ),
  }));
  const table = createTable(out, measured, indent);
  for (const row of rows) await table.row(row);
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : (cell?.text ?? '');
}
