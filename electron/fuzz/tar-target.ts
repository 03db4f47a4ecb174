import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OutcropError } from '../../shared/errors.ts';
import { entryAt } from '../engine/tar/entry-at.ts';
import { escapeName } from '../engine/tar/escape-name.ts';
import { indexLayer } from '../engine/tar/index-layer.ts';
import { readBody } from '../engine/tar/layer-reader.ts';
import { TarScanner } from '../engine/tar/scanner.ts';
import { ENTRY_FLAG, type EntryRow, type TarIndex } from '../engine/tar/tar-index.ts';
import { below, must, noise, pick, spoil, type FuzzTarget, type Random } from './target.ts';

const BLOCK = 512;
const NAMES = [
  'a',
  'a/b',
  './a',
  '../x',
  '/etc/passwd',
  'd/',
  '',
  '.',
  '..',
  'a//b',
  '.wh.a',
  'd/.wh..wh..opq',
  'x'.repeat(100),
  '\xff\xfe',
  'a/../../b',
];
const NUMBERS = [
  '0',
  '7',
  '777',
  '00000000644',
  '-1',
  '9',
  ' 12',
  '12 ',
  '77777777777',
  '\x80\0\0\0\0\0\0\0\0\0\x02\0',
  '\xff'.repeat(12),
  '\x7f'.repeat(12),
  'abc',
  '',
];
const TYPES = ['0', '\0', '1', '2', '3', '4', '5', '6', '7', 'x', 'g', 'L', 'K', 'S', 'D', 'V', 'M', 'Z'];
const KEYS = [
  'path',
  'linkpath',
  'size',
  'mtime',
  'uid',
  'gid',
  'SCHILY.xattr.user.a',
  'SCHILY.xattr.trusted.overlay.opaque',
  'LIBARCHIVE.xattr.b',
  'GNU.sparse.major',
  'GNU.sparse.minor',
  'GNU.sparse.map',
  'GNU.sparse.size',
  'GNU.sparse.realsize',
  'GNU.sparse.numblocks',
  'GNU.sparse.offset',
  'GNU.sparse.numbytes',
  'GNU.sparse.name',
  'comment',
];
const VALUES = [
  '',
  '0',
  '1',
  '-1',
  '5',
  '1e9',
  '0x10',
  '0,5',
  '0,5,10,5',
  '3,5,0,5',
  '9223372036854775807',
  'a\0b',
  '../../x',
  '1.5',
  'NaN',
];

/** A header whose fields are each right, odd or wrong, and whose checksum mostly fits. */
function header(random: Random): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(pick(random, NAMES), 0, 100, 'latin1');
  const number = (at: number, width: number) =>
    block.write(random() < 0.8 ? '0000000' : pick(random, NUMBERS), at, width, 'latin1');
  number(100, 8);
  number(108, 8);
  number(116, 8);
  block.write(
    random() < 0.8 ? below(random, 2000).toString(8).padStart(11, '0') : pick(random, NUMBERS),
    124,
    12,
    'latin1',
  );
  number(136, 12);
  block.write(pick(random, TYPES), 156, 1, 'latin1');
  block.write(pick(random, NAMES), 157, 100, 'latin1');
  block.write(pick(random, ['ustar\x0000', 'ustar  \0', '', 'ustar\x0099']), 257, 'latin1');
  if (random() < 0.2) noise(random, 255).copy(block, 257 + below(random, 100));
  number(329, 8);
  number(337, 8);
  block.write('        ', 148, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, random() < 0.97 ? 0 : 1);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function pax(random: Random): Buffer {
  const records = Array.from({ length: 1 + below(random, 4) }, () => {
    const text = ` ${pick(random, KEYS)}=${pick(random, VALUES)}\n`;
    const length = random() < 0.9 ? text.length + String(text.length + 2).length : below(random, 3000);
    return `${length}${text}`;
  });
  return Buffer.from(records.join(''), 'latin1');
}

function archive(random: Random): Buffer {
  const parts: Buffer[] = [];
  for (let entries = 1 + below(random, 8); entries > 0; entries--) {
    const block = header(random);
    const body = random() < 0.4 ? pax(random) : noise(random, 1200);
    if (random() < 0.7) {
      block.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
      block.write('        ', 148, 'latin1');
      const sum = block.reduce((total, byte) => total + byte, 0);
      block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    }
    parts.push(block, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK));
    if (random() < 0.05) parts.push(Buffer.alloc(BLOCK));
  }
  if (random() < 0.8) parts.push(Buffer.alloc(2 * BLOCK));
  const whole = Buffer.concat(parts);
  return random() < 0.5 ? whole : spoil(whole, random);
}

/** Every row can be told, and lies where it can be read. */
function check(index: TarIndex, size: number): void {
  for (let row = 0; row < index.length; row++) {
    const entry = entryAt(index, row as EntryRow);
    escapeName(entry.name);
    must(index.dir[row]! < index.dirCount, 'a folder that is not there');
    must(entry.mode <= 0o7777, 'a mode over 7777');
    must(entry.bodyOffset <= size && entry.size >= 0 && !Number.isNaN(entry.size), 'a body outside the archive');
    const isWhole = (entry.flags & (ENTRY_FLAG.incomplete | ENTRY_FLAG.sparse)) === 0;
    must(!isWhole || entry.bodyOffset + entry.size <= size, 'a whole body that ends outside the archive');
    must(!escapeName(entry.name).split('/').includes('..'), 'a name that climbs');
  }
  for (let dir = 1; dir < index.dirCount; dir++) must(index.dirParent[dir]! < dir, 'folders in a circle');
}

function scanned(bytes: Buffer, step: number) {
  const scanner = new TarScanner();
  for (let at = 0; at < bytes.length; at += step) scanner.push(bytes.subarray(at, at + step));
  scanner.finish();
  return { index: scanner.index(), damage: scanner.damage, warnings: scanner.warnings.list() };
}

const told = ({ index, damage, warnings }: ReturnType<typeof scanned>) =>
  JSON.stringify([
    damage,
    warnings,
    Array.from({ length: index.length }, (_, row) => {
      const { name, type, size, link } = entryAt(index, row as EntryRow);
      return [name, type, size, link];
    }),
  ]);

/** A layer's tar: read in pieces of any size, or hopped over on disk, it says the same. */
export const tarTarget: FuzzTarget = {
  name: 'tar',
  start: async (folder) => {
    const file = join(folder, 'layer.tar');
    return {
      async round(random) {
        const bytes = archive(random);
        const whole = scanned(bytes, Math.max(1, bytes.length));
        check(whole.index, bytes.length);
        must(told(whole) === told(scanned(bytes, 1 + below(random, 700))), 'pieces say something else than the whole');
        writeFileSync(file, bytes);
        const layer = indexLayer({ file, offset: 0, size: bytes.length }, { compression: 'none' });
        must(layer.index.length === whole.index.length, 'the file has other rows than the stream');
        for (let row = 0; row < layer.index.length; row++)
          try {
            readBody(layer, row as EntryRow, below(random, 2000), 4096);
          } catch (error) {
            if (!(error instanceof OutcropError)) throw error;
          }
      },
      close: async () => {},
    };
  },
};
