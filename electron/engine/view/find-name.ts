import type { PathNames } from '../union/path-text.ts';

/**
 * Type-ahead: the first row after `from` whose name begins with `text`, ASCII case ignored, wrapping round.
 * @param paths arrangement row → path; @param rows rows on screen as arrangement rows
 * @returns index in `rows`; -1 when no name does
 */
export function findName(table: PathNames, paths: Int32Array, rows: Int32Array, text: string, from: number): number {
  const wanted = Buffer.from(text.toLowerCase());
  if (wanted.length === 0) return -1;
  for (let i = 1; i <= rows.length; i++) {
    const at = (Math.max(0, from) + i) % rows.length;
    if (beginsWith(table, paths[rows[at]!]!, wanted)) return at;
  }
  return -1;
}

function beginsWith({ names, nameOffset, nameLength }: PathNames, path: number, wanted: Buffer): boolean {
  // Rows that stand for no path have no name here.
  if ((nameLength[path] ?? 0) < wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) {
    const byte = names[nameOffset[path]! + i]!;
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== wanted[i]) return false;
  }
  return true;
}
