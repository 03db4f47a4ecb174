import { entryAt } from './entry-at.ts';
import { escapeName } from './escape-name.ts';
import { TarScanner } from './scanner.ts';
import { TYPE_CODES, type EntryRow, type TarIndex } from './tar-index.ts';

/** What a scan found, as text that a table row can hold. */
export interface Sight {
  readonly sees: string;
  readonly warns: readonly string[];
  readonly damage: string | undefined;
}

/** Scans an archive pushed in pieces of `step` bytes. */
export function scan(archive: Uint8Array, step = archive.length): { sight: Sight; index: TarIndex } {
  const scanner = new TarScanner();
  for (let at = 0; at < archive.length; at += step) scanner.push(archive.subarray(at, at + step));
  scanner.finish();
  const index = scanner.index();
  return {
    sight: { sees: rowsOf(index), warns: scanner.warnings.list().map(({ code }) => code), damage: scanner.damage },
    index,
  };
}

export function rowsOf(index: TarIndex): string {
  return Array.from({ length: index.length }, (_, row) => {
    const entry = entryAt(index, row as EntryRow);
    const name = escapeName(entry.name);
    const shown = name.length > 40 ? `${name.slice(0, 8)}…(${name.length})` : name;
    const type = TYPE_CODES[entry.type];
    return type === 'file' ? `${shown}:${entry.size}` : `${shown}[${type}]`;
  }).join(', ');
}

/** Numbers that look random and are the same each time (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

/** A ustar header written by hand, for what no tar program writes. */
export function header(
  name: string,
  fields: { type?: string; size?: number; link?: string; mtime?: number } = {},
): Uint8Array {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100, 'latin1');
  block.write(
    octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(fields.size ?? 0, 12) + octal(fields.mtime ?? 0, 12),
    100,
  );
  block.write('        ', 148);
  block.write(fields.type ?? '0', 156);
  block.write(fields.link ?? '', 157, 100, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  );
  return block;
}

/** A header with its body and padding. */
export function member(name: string, body: string | Uint8Array, type = '0'): Uint8Array {
  const bytes = Buffer.from(body as string);
  return Buffer.concat([
    header(name, { type, size: bytes.length }),
    bytes,
    Buffer.alloc((512 - (bytes.length % 512)) % 512),
  ]);
}

/** A PAX header for the entry that follows. */
export function pax(records: Readonly<Record<string, string>>, type = 'x'): Uint8Array {
  const body = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + 1;
    while (length !== rest + String(length).length) length = rest + String(length).length;
    return `${length} ${key}=${value}\n`;
  });
  return member('PaxHeaders/x', body.join(''), type);
}

export const END = new Uint8Array(1024);

/** An archive of these parts and an end marker. */
export const archive = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat([...parts, END]));
