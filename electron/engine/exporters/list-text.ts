import type { ListFormat } from '../../../shared/model/export.ts';

/** One row of a list that is saved; undefined leaves the cell empty. */
export type ListRow = Readonly<Record<string, string | number | boolean | undefined>>;

/** A spreadsheet computes what begins with one of these (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A list as a file: CSV after RFC 4180 with a heading, or a JSON array with a row a line.
 * @param columns names of the columns, in order; rows may lack some
 */
export async function* listText(
  columns: readonly string[],
  rows: Iterable<ListRow> | AsyncIterable<ListRow>,
  format: ListFormat,
): AsyncIterable<string> {
  if (format === 'csv') {
    yield `${columns.join(',')}\r\n`;
    for await (const row of rows) yield `${columns.map((column) => csvCell(row[column])).join(',')}\r\n`;
    return;
  }
  let separator = '[\n';
  for await (const row of rows) {
    yield separator + JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])));
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function csvCell(value: ListRow[string]): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
