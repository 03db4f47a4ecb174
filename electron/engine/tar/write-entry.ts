/** What goes before a body in a tar. Names and links are bytes: they need not be UTF-8. */
export interface EntryHeader {
  readonly kind: 'file' | 'dir' | 'symlink' | 'hardlink' | 'char' | 'block' | 'fifo';
  /** Without a leading slash; the closing slash of a directory is added here. */
  readonly name: Uint8Array;
  /** 12 permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
  /** Bytes of body that follow; 0 for anything but a regular file. */
  readonly size: number;
  readonly link?: Uint8Array;
  readonly major?: number;
  readonly minor?: number;
  /** Name → value in base64. */
  readonly xattrs?: Readonly<Record<string, string>>;
}

export const BLOCK_BYTES = 512;
/** Two blocks of zeros end an archive (POSIX.1-2001 pax, ustar Interchange Format). */
export const END_BLOCKS = new Uint8Array(2 * BLOCK_BYTES);

const TYPE_FLAGS = { file: '0', hardlink: '1', symlink: '2', char: '3', block: '4', dir: '5', fifo: '6' } as const;
const SLASH = Uint8Array.of(0x2f);
/** Text fields of a header, bytes: the prefix field is not used. */
const NAME_BYTES = 100;
const MAX_ID = 0o7777777;
const MAX_SIZE = 0o77777777777;

/**
 * A POSIX header: ustar, before it a PAX one with what does not fit. The same entry gives the same bytes everywhere: no
 * user names, no access times, records in one order.
 */
export function writeHeader(entry: EntryHeader): Uint8Array {
  const name = entry.kind === 'dir' ? Buffer.concat([entry.name, SLASH]) : Buffer.from(entry.name);
  const link = Buffer.from(entry.link ?? []);
  const records = paxRecords(entry, name, link);
  const main = ustar(entry, name, link, TYPE_FLAGS[entry.kind]);
  if (records.length === 0) return main;
  const pax = Buffer.concat(records);
  const meta = { kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0, size: pax.length } as const;
  const paxName = Buffer.from('PaxHeaders/entry');
  return Buffer.concat([ustar({ ...meta, name: paxName }, paxName, Buffer.of(), 'x'), pax, padding(pax.length), main]);
}

/** Zeros after a body of so many bytes. */
export function padding(size: number): Uint8Array {
  return new Uint8Array((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
}

function paxRecords(entry: EntryHeader, name: Buffer, link: Buffer): Buffer[] {
  const { uid, gid, size, mtime, xattrs = {} } = entry;
  return [
    ...(name.length > NAME_BYTES ? [record('path', name)] : []),
    ...(link.length > NAME_BYTES ? [record('linkpath', link)] : []),
    ...(uid > MAX_ID ? [record('uid', Buffer.from(String(uid)))] : []),
    ...(gid > MAX_ID ? [record('gid', Buffer.from(String(gid)))] : []),
    ...(size > MAX_SIZE ? [record('size', Buffer.from(String(size)))] : []),
    ...(fitsTime(mtime) ? [] : [record('mtime', Buffer.from(decimal(mtime)))]),
    ...Object.entries(xattrs)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => record(`SCHILY.xattr.${key}`, Buffer.from(value, 'base64'))),
  ];
}

const fitsTime = (mtime: number): boolean => Number.isInteger(mtime) && mtime >= 0 && mtime <= MAX_SIZE;

/** Without an exponent, and to the nanosecond at most. */
const decimal = (mtime: number): string =>
  Number.isInteger(mtime) ? String(mtime) : mtime.toFixed(9).replace(/0+$/, '');

/** `length key=value\n`, where the length counts its own digits. */
function record(key: string, value: Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length++;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function ustar(entry: EntryHeader, name: Buffer, link: Buffer, type: string): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, at: number, digits: number) =>
    block.write(value.toString(8).padStart(digits, '0'), at, 'latin1');
  name.copy(block, 0, 0, NAME_BYTES);
  octal(entry.mode, 100, 7);
  octal(Math.min(entry.uid, MAX_ID), 108, 7);
  octal(Math.min(entry.gid, MAX_ID), 116, 7);
  octal(Math.min(entry.size, MAX_SIZE), 124, 11);
  octal(Math.min(Math.max(0, Math.floor(entry.mtime)), MAX_SIZE), 136, 11);
  block.fill(' ', 148, 156);
  block.write(type, 156, 'latin1');
  link.copy(block, 157, 0, NAME_BYTES);
  block.write('ustar\u000000', 257, 'latin1');
  device(block, entry.major ?? 0, 329);
  device(block, entry.minor ?? 0, 337);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** PAX has no record for device numbers: what seven digits cannot hold is written in binary, as GNU tar does. */
function device(block: Buffer, value: number, at: number): void {
  if (value <= MAX_ID) {
    block.write(value.toString(8).padStart(7, '0'), at, 'latin1');
    return;
  }
  block[at] = 0x80;
  block.writeUIntBE(value, at + 2, 6);
}
