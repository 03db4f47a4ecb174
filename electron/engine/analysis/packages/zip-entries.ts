import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_COMMENT = 65_535;

/**
 * Entries of a zip that `wanted` picks, read by its central directory. Bounded: an archive is untrusted.
 * @param limit bytes that one entry may unpack to; larger ones are left out
 * @throws RangeError with one sentence where it is no zip
 */
export function* zipEntries(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  limit: number,
): Iterable<{ readonly name: string; readonly bytes: Uint8Array }> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(file);
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== CENTRAL) throw new RangeError('its directory is damaged.');
    const method = file.readUInt16LE(at + 10);
    const stored = file.readUInt32LE(at + 20);
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const local = file.readUInt32LE(at + 42);
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    if (!wanted(name)) continue;
    if (local + 30 > file.length || file.readUInt32LE(local) !== LOCAL) throw new RangeError('an entry is damaged.');
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const body = unpack(file.subarray(start, start + stored), method, limit);
    if (body) yield { name, bytes: body };
  }
}

function endOf(file: Buffer): number {
  for (let at = file.length - 22; at >= 0 && at >= file.length - 22 - MAX_COMMENT; at--)
    if (file.readUInt32LE(at) === END) return at;
  throw new RangeError('it is no zip.');
}

function unpack(stored: Buffer, method: number, limit: number): Uint8Array | undefined {
  if (method === 0) return stored.length <= limit ? stored : undefined;
  if (method !== 8) return undefined;
  try {
    return inflateRawSync(stored, { maxOutputLength: limit });
  } catch {
    // Too large, or damaged: the other entries may still say what the archive is.
    return undefined;
  }
}
