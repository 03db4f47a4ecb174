import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexLayer } from '../tar/index-layer.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { modeOf, tarName, type PictureEntry } from './picture.test-support.ts';

const BLOCK = 512;
const TYPE_FLAGS: Readonly<Record<PictureEntry['type'], string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  char: '3',
  block: '4',
  dir: '5',
  fifo: '6',
  whiteout: '0',
  opaque: '0',
};

/** A picture as a POSIX tar: what ustar cannot hold goes into a PAX header before the entry. */
export function writeTar(entries: readonly PictureEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(writeEntry), Buffer.alloc(2 * BLOCK)]);
}

function writeEntry(entry: PictureEntry): Buffer[] {
  const { uid = 0, gid = 0, link = '', xattrs = {} } = entry;
  const name = tarName(entry);
  const records = [
    ...(Buffer.byteLength(name) > 100 ? [record('path', name)] : []),
    ...(Buffer.byteLength(link) > 100 ? [record('linkpath', link)] : []),
    ...(uid > 0o7777777 ? [record('uid', String(uid))] : []),
    ...(gid > 0o7777777 ? [record('gid', String(gid))] : []),
    ...Object.entries(xattrs).map(([key, value]) => record(`SCHILY.xattr.${key}`, value)),
  ];
  const type = TYPE_FLAGS[entry.type];
  const hasBody = type === '0';
  const body = Buffer.from(hasBody ? (entry.content ?? '') : '');
  const pax = Buffer.concat(records);
  return [
    ...(pax.length > 0 ? [header({ path: '', type: 'file' }, 'PaxHeader', 'x', pax.length), padded(pax)] : []),
    header(entry, name, type, body.length),
    padded(body),
  ];
}

/** `length key=value\n`, where the length counts its own digits. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length++;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function header(entry: PictureEntry, name: string, type: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, offset: number, digits: number) =>
    block.write(value.toString(8).padStart(digits, '0'), offset, 'ascii');
  Buffer.from(name).copy(block, 0, 0, 100);
  octal(modeOf(entry), 100, 7);
  octal(Math.min(entry.uid ?? 0, 0o7777777), 108, 7);
  octal(Math.min(entry.gid ?? 0, 0o7777777), 116, 7);
  octal(size, 124, 11);
  octal(entry.mtime ?? 0, 136, 11);
  block.fill(' ', 148, 156);
  block.write(type, 156);
  Buffer.from(entry.link ?? '').copy(block, 157, 0, 100);
  block.write('ustar\u000000', 257, 'latin1');
  octal(entry.major ?? 0, 329, 7);
  octal(entry.minor ?? 0, 337, 7);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  block[154] = 0;
  return block;
}

function padded(body: Buffer): Buffer {
  return Buffer.concat([body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]);
}

/** Each layer as the product reads it: written to a file, indexed from there. */
export function indexTars(tars: readonly Buffer[]): readonly IndexedLayer[] {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-union-'));
  try {
    return tars.map((tar, i) => {
      const file = join(folder, `${i}.tar`);
      writeFileSync(file, tar);
      return indexLayer({ file, offset: 0, size: tar.length });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
