import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { entryAt } from './entry-at.ts';
import { indexLayer } from './index-layer.ts';
import { TYPE_CODES, type EntryRow } from './tar-index.ts';
import { END_BLOCKS, padding, writeHeader, type EntryHeader } from './write-entry.ts';

const FILE: EntryHeader = { kind: 'file', name: Buffer.from('a'), mode: 0o644, uid: 0, gid: 0, mtime: 0, size: 0 };
const LONG = Buffer.from(`${'d'.repeat(99)}/${'é'.repeat(90)}`);

const CASES: readonly (readonly [string, Partial<EntryHeader>])[] = [
  ['a plain file', {}],
  ['a name of a hundred bytes', { name: Buffer.from('n'.repeat(100)) }],
  ['a name longer than the field', { name: LONG }],
  ['a name that is not UTF-8', { name: Uint8Array.of(0x66, 0xff) }],
  ['all permission bits', { mode: 0o7777 }],
  ['owners beyond seven digits', { uid: 3_000_000_000, gid: 0o10000000 }],
  ['a time with a fraction', { mtime: 1_700_000_000.25 }],
  ['a time before the epoch', { mtime: -5 }],
  ['a folder', { kind: 'dir' }],
  ['a link longer than the field', { kind: 'symlink', link: LONG }],
  ['a hard link', { kind: 'hardlink', link: Buffer.from('b/c') }],
  ['a device', { kind: 'char', major: 1, minor: 3 }],
  ['a device beyond seven digits', { kind: 'block', major: 0o10000000, minor: 70_000 }],
  ['a pipe', { kind: 'fifo' }],
  ['attributes of any bytes', { xattrs: { 'user.b': 'AAH/Cg==', 'user.a': 'aGVsbG8=' } }],
];

function tarOf(entry: EntryHeader): Buffer {
  return Buffer.concat([writeHeader(entry), padding(entry.size), END_BLOCKS]);
}

describe('an entry is read as it was written', () => {
  test.each(CASES)('%s', (_, change) => {
    const entry = { ...FILE, ...change };
    const folder = mkdtempSync(join(tmpdir(), 'outcrop-entry-'));
    try {
      const file = join(folder, 'a.tar');
      writeFileSync(file, tarOf(entry));
      const layer = indexLayer({ file, offset: 0, size: tarOf(entry).length });
      expect(layer.warnings).toEqual([]);
      const read = entryAt(layer.index, 0 as EntryRow);
      expect(TYPE_CODES[read.type]).toBe(entry.kind);
      expect(Buffer.from(read.name)).toEqual(Buffer.from(entry.name));
      expect([read.mode, read.uid, read.gid, read.mtime]).toEqual([entry.mode, entry.uid, entry.gid, entry.mtime]);
      expect(Buffer.from(read.link ?? [])).toEqual(Buffer.from(entry.link ?? []));
      expect([read.major ?? 0, read.minor ?? 0]).toEqual([entry.major ?? 0, entry.minor ?? 0]);
      const xattrs = [...(read.xattrs ?? [])].map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
      expect(Object.fromEntries(xattrs)).toEqual(entry.xattrs ?? {});
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('another reader finds the same name and the body', async () => {
  const body = Buffer.from('the body');
  const header = writeHeader({ ...FILE, name: LONG, size: body.length });
  const reader = extract();
  reader.end(Buffer.concat([header, body, padding(body.length), END_BLOCKS]));
  const seen: string[] = [];
  for await (const entry of reader) seen.push(entry.header.name, (await buffer(entry)).toString());
  expect(seen).toEqual([LONG.toString(), 'the body']);
});
