import { Buffer } from 'node:buffer';
import type { TarScanner } from './scanner.ts';
import { TYPE_CODES } from './tar-index.ts';
import type { TocEntry } from './toc-entries.ts';
import { padding, writeHeader } from './write-entry.ts';

const FILE = TYPE_CODES.indexOf('file');

/**
 * Lets a scanner find an entry of a table of contents as if it stood in a tar of our own making, its body skipped.
 * @returns its row, unless the scanner takes none of that name, and the place of its body in that tar
 */
export function pushEntry(
  scanner: TarScanner,
  { type, name, size, link, ...rest }: TocEntry,
): { readonly row: number | undefined; readonly bodyOffset: number } {
  const stored = type === FILE ? size : 0;
  const before = scanner.rows;
  scanner.push(
    writeHeader({
      ...rest,
      kind: TYPE_CODES[type]!,
      name: Buffer.from(name),
      size: stored,
      ...(link !== undefined && { link: Buffer.from(link) }),
    }),
  );
  const bodyOffset = scanner.position;
  scanner.skip(stored);
  scanner.push(padding(stored));
  return { row: scanner.rows > before ? before : undefined, bodyOffset };
}
