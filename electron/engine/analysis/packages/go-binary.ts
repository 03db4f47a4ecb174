import { packageText, type FoundPackage } from './found-package.ts';
import { programLayout, type Segment } from './program-segments.ts';

/** Reads part of a file; shorter only at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const SCAN_BYTES = 64 << 10;
const MAX_INFO = 4 << 20;
/** Programs have their tables of contents here. */
const HEAD_BYTES = 16 << 10;

/** Modules that a Go program was built from (debug/buildinfo), of ELF, PE and Mach-O. Empty for any other file. */
export async function readGoBinary(read: ReadAt, path: string): Promise<readonly FoundPackage[]> {
  const found = await readGoBuild(read);
  return found ? modules(found.version, found.info, path) : [];
}

/**
 * What the linker of Go wrote into a program: its version, and lines of words divided by TABs. Undefined for any
 * other file.
 */
export async function readGoBuild(
  read: ReadAt,
): Promise<{ readonly version: string; readonly info: string } | undefined> {
  const { segments, data } = programLayout(await read(0, HEAD_BYTES)) ?? {};
  if (!segments || !data) return undefined;
  const start = Buffer.from(await read(data.offset, Math.min(SCAN_BYTES, data.fileSize)));
  const at = findMagic(start);
  if (at === -1 || at + 32 > start.length) return undefined;
  const flags = start[at + 15]!;
  const [version, info] =
    flags & 2
      ? inlineStrings(Buffer.from(await read(data.offset + at + 32, MAX_INFO)))
      : await pointedStrings(read, segments, start, at);
  // Sixteen bytes of sentinel stand on both ends.
  return { version, info: info.length >= 33 && info[info.length - 17] === '\n' ? info.slice(16, -16) : '' };
}

function findMagic(bytes: Buffer): number {
  for (let at = bytes.indexOf(MAGIC); at !== -1; at = bytes.indexOf(MAGIC, at + 1)) if (at % 16 === 0) return at;
  return -1;
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
