import type { RegionReader } from '../bytes/region-reader.ts';
import type { TarScanner } from './scanner.ts';

/**
 * Bytes read at a time. One read per header is four times slower where files are tiny, large windows read bodies in
 * vain where they are large: it doubles while entries are near each other and falls back where they are not. A read
 * costs about as much as copying the bytes of `near`.
 */
const WINDOW = { least: 4 << 10, most: 256 << 10, near: 6 << 10 } as const;
/** What is looked at after the end marker; writers pad to 10 KiB, some to 1 MiB. */
const TAIL_BYTES = 1 << 20;

export interface ScanRawOptions {
  /** Called before each read with the bytes done. */
  readonly onWindow: (position: number) => void;
  /** Bytes after which the scanner is told what to expect. */
  readonly estimateAfter: number;
}

/** Scans a stored tar by its headers, hopping over bodies. */
export function scanRaw(reader: RegionReader, scanner: TarScanner, options: ScanRawOptions): void {
  const window = new Uint8Array(WINDOW.most);
  let size: number = WINDOW.least;
  let lastPosition = 0;
  let lastRows = 0;
  let isEstimated = false;
  while (!scanner.isDone) {
    scanner.skip(Math.min(scanner.skippable, reader.size - scanner.position));
    if (scanner.position >= reader.size) break;
    const stride = (scanner.position - lastPosition) / Math.max(1, scanner.rows - lastRows);
    size = stride > WINDOW.near ? WINDOW.least : Math.min(size << 1, WINDOW.most);
    lastPosition = scanner.position;
    lastRows = scanner.rows;
    options.onWindow(scanner.position);
    const got = reader.read(window, 0, size, scanner.position);
    if (got === 0) break;
    scanner.push(window, 0, got);
    if (!isEstimated && scanner.position >= options.estimateAfter) {
      isEstimated = true;
      scanner.expect(reader.size);
    }
  }
  const tailEnd = Math.min(reader.size, scanner.position + TAIL_BYTES);
  while (scanner.isDone && !scanner.damage && scanner.position < tailEnd) {
    const got = reader.read(window, 0, Math.min(window.length, tailEnd - scanner.position), scanner.position);
    if (got === 0) break;
    scanner.push(window, 0, got);
  }
  scanner.finish();
}
