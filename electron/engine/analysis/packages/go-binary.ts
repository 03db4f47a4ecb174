import { packageText, type FoundPackage } from './found-package.ts';

/** Reads part of a file; shorter only at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const SCAN_BYTES = 64 << 10;
const MAX_INFO = 4 << 20;
const PT_LOAD = 1;
const WRITABLE = 2;

interface Segment {
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly writable: boolean;
}

/** Modules that a Go program was built from (debug/buildinfo), of ELF binaries. Empty for any other file. */
export async function readGoBinary(read: ReadAt, path: string): Promise<readonly FoundPackage[]> {
  const found = await readGoBuild(read);
  return found ? modules(found.version, found.info, path) : [];
}

/**
 * What the linker of Go wrote into an ELF binary: its version, and lines of words divided by TABs. Undefined for any
 * other file.
 */
export async function readGoBuild(
  read: ReadAt,
): Promise<{ readonly version: string; readonly info: string } | undefined> {
  const head = await read(0, 4096);
  const elf = parseELF(head);
  const data = elf?.segments.find(({ writable, fileSize }) => writable && fileSize > 0);
  if (!elf || !data) return undefined;
  const start = Buffer.from(await read(data.offset, Math.min(SCAN_BYTES, data.fileSize)));
  const at = findMagic(start);
  if (at === -1 || at + 32 > start.length) return undefined;
  const flags = start[at + 15]!;
  const [version, info] =
    flags & 2
      ? inlineStrings(Buffer.from(await read(data.offset + at + 32, MAX_INFO)))
      : await pointedStrings(read, elf.segments, start, at);
  // Sixteen bytes of sentinel stand on both ends.
  return { version, info: info.length >= 33 && info[info.length - 17] === '\n' ? info.slice(16, -16) : '' };
}

function findMagic(bytes: Buffer): number {
  for (let at = bytes.indexOf(MAGIC); at !== -1; at = bytes.indexOf(MAGIC, at + 1)) if (at % 16 === 0) return at;
  return -1;
}

function parseELF(head: Uint8Array) {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 64 || view.getUint32(0) !== 0x7f454c46) return undefined;
  const wide = view.getUint8(4) === 2;
  const little = view.getUint8(5) === 1;
  const word = (at: number) => (wide ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  const table = word(wide ? 32 : 28);
  const size = view.getUint16(wide ? 54 : 42, little);
  const count = view.getUint16(wide ? 56 : 44, little);
  const segments: Segment[] = [];
  for (let i = 0; i < count; i++) {
    const at = table + i * size;
    if (at + size > head.length || size < (wide ? 56 : 32)) break;
    if (view.getUint32(at, little) !== PT_LOAD) continue;
    segments.push({
      writable: (view.getUint32(at + (wide ? 4 : 24), little) & WRITABLE) !== 0,
      offset: word(at + (wide ? 8 : 4)),
      address: word(at + (wide ? 16 : 8)),
      fileSize: word(at + (wide ? 32 : 16)),
    });
  }
  return { segments };
}

function inlineStrings(bytes: Buffer): readonly [string, string] {
  const [length, start] = uvarint(bytes, 0);
  const [infoLength, infoStart] = uvarint(bytes, start + length);
  return [bytes.toString('utf8', start, start + length), bytes.toString('latin1', infoStart, infoStart + infoLength)];
}

async function pointedStrings(read: ReadAt, segments: readonly Segment[], bytes: Buffer, at: number) {
  const size = bytes[at + 14]!;
  const big = (bytes[at + 15]! & 1) !== 0;
  const pointer = (from: Buffer, offset: number) => {
    if (offset + size > from.length || (size !== 4 && size !== 8)) return -1;
    if (size === 4) return big ? from.readUInt32BE(offset) : from.readUInt32LE(offset);
    return Number(big ? from.readBigUInt64BE(offset) : from.readBigUInt64LE(offset));
  };
  const fileOffset = (address: number) => {
    const found = segments.find((one) => address >= one.address && address < one.address + one.fileSize);
    return found ? found.offset + (address - found.address) : -1;
  };
  const follow = async (address: number): Promise<string> => {
    const header = fileOffset(address);
    if (header < 0) return '';
    const string = Buffer.from(await read(header, 2 * size));
    const from = fileOffset(pointer(string, 0));
    const length = pointer(string, size);
    return from < 0 || length <= 0 || length > MAX_INFO ? '' : Buffer.from(await read(from, length)).toString('latin1');
  };
  return [await follow(pointer(bytes, at + 16)), await follow(pointer(bytes, at + 16 + size))] as const;
}

function uvarint(bytes: Buffer, at: number): readonly [number, number] {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [0, at + 5];
}

function modules(goVersion: string, info: string, path: string): FoundPackage[] {
  const found: FoundPackage[] = [];
  const add = (name: string | undefined, version: string | undefined) => {
    const known = packageText(name);
    const at = packageText(version);
    if (known !== undefined && at !== undefined)
      found.push({ ecosystem: 'go', name: known, version: at, foundIn: path, owns: [path] });
  };
  for (const line of info.split('\n')) {
    const [kind, name, version] = line.split('\t');
    if (kind === 'mod' || kind === 'dep') add(name, version || '(devel)');
    else if (kind === '=>') {
      found.pop();
      add(name, version || '(devel)');
    }
  }
  if (/^go\d/.test(goVersion)) add('stdlib', goVersion.split(' ')[0]!.slice(2));
  return found;
}
