import { open, type FileHandle } from 'node:fs/promises';
import type { Region } from '../../bytes/region.ts';
import { MAX_MEMBERS } from '../limits.ts';
import { unreadable } from './members.ts';

/** One member of the outer archive. */
export interface OuterEntry {
  readonly kind: 'file' | 'symlink' | 'hardlink' | 'other';
  /** As it stands in the archive. */
  readonly name: string;
  /** Link text; empty when `kind` is no link. */
  readonly link: string;
  /** The body, clipped where the file ends. */
  readonly region: Region;
}

export interface OuterTar {
  /** In archive order. */
  readonly entries: readonly OuterEntry[];
  /** One half sentence when reading had to stop before the end blocks, such as `ends too early`. */
  readonly damage?: string;
}

const BLOCK = 512;
const WINDOW = 64 * 1024;
const MAX_EXTENSION = 1024 * 1024;

/** Reads the headers of a tar on disk and seeks over the bodies. @throws OutcropError `unreadable` */
export async function readOuterTar(file: string, signal?: AbortSignal): Promise<OuterTar> {
  try {
    await using handle = await open(file, 'r');
    const { size } = await handle.stat();
    return await scan(createWindow(handle), file, size, signal);
  } catch (error) {
    throw signal?.aborted ? error : unreadable(file, error);
  }
}

type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/** Headers of small members lie close together: one read serves many. */
function createWindow(handle: FileHandle): ReadAt {
  const window = new Uint8Array(WINDOW);
  let start = 0;
  let filled = 0;
  return async (offset, length) => {
    if (length > WINDOW) {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, offset);
      return bytes.subarray(0, bytesRead);
    }
    if (offset < start || offset + length > start + filled) {
      start = offset;
      filled = (await handle.read(window, 0, WINDOW, offset)).bytesRead;
    }
    return window.subarray(offset - start, Math.min(offset - start + length, filled));
  };
}

async function scan(readAt: ReadAt, file: string, size: number, signal?: AbortSignal): Promise<OuterTar> {
  const entries: OuterEntry[] = [];
  let pax = new Map<string, string>();
  let zeroBlocks = 0;
  for (let offset = 0; ;) {
    signal?.throwIfAborted();
    if (entries.length >= MAX_MEMBERS) return { entries, damage: `has more than ${MAX_MEMBERS} entries` };
    // oxlint-disable-next-line no-await-in-loop
    const block = await readAt(offset, BLOCK);
    if (block.length < BLOCK) return endOfFile(entries, offset === size, zeroBlocks > 0);
    if (block.every((byte) => byte === 0)) {
      if (++zeroBlocks === 2) return { entries };
      offset += BLOCK;
      continue;
    }
    zeroBlocks = 0;
    if (!hasTarChecksum(block)) return { entries, damage: `is damaged at byte ${offset}` };
    const type = String.fromCharCode(block[156] ?? 0);
    const bodyOffset = offset + BLOCK;
    const paxSize = pax.get('size');
    const bodySize = paxSize === undefined ? number(block, 124, 12) : Number(paxSize);
    if (!Number.isSafeInteger(bodySize) || bodySize < 0) return { entries, damage: `is damaged at byte ${offset}` };
    const stored = '123456'.includes(type) ? 0 : bodySize;

    if ('xgLK'.includes(type)) {
      if (bodySize > MAX_EXTENSION) return { entries, damage: `has an extended header of ${bodySize} bytes` };
      // oxlint-disable-next-line no-await-in-loop
      const body = await readAt(bodyOffset, bodySize);
      if (body.length < bodySize) return { entries, damage: 'ends too early' };
      if (type === 'x') pax = new Map([...pax, ...records(body)]);
      else if (type !== 'g') pax.set(type === 'L' ? 'path' : 'linkpath', text(body, 0, body.length));
    } else {
      const prefix = text(block, 257, 6) === 'ustar' && block[263] === 0x30 ? text(block, 345, 155) : '';
      const name = text(block, 0, 100);
      const clipped = Math.max(0, Math.min(stored, size - bodyOffset));
      entries.push({
        kind: kindOf(type),
        name: pax.get('path') ?? (prefix === '' ? name : `${prefix}/${name}`),
        link: pax.get('linkpath') ?? text(block, 157, 100),
        region: { file, offset: bodyOffset, size: clipped },
      });
      pax = new Map();
      if (clipped < stored) return { entries, damage: 'ends too early' };
    }
    offset = bodyOffset + Math.ceil(stored / BLOCK) * BLOCK;
  }
}

function endOfFile(entries: readonly OuterEntry[], atBlock: boolean, ended: boolean): OuterTar {
  if (!atBlock) return { entries, damage: 'ends too early' };
  return ended ? { entries } : { entries, damage: 'has no end mark, so it may be cut off' };
}

function kindOf(type: string): OuterEntry['kind'] {
  if (type === '0' || type === '\0' || type === '7') return 'file';
  if (type === '1') return 'hardlink';
  return type === '2' ? 'symlink' : 'other';
}

/** Whether a block is a tar header by its checksum, summed unsigned or, as old tars did, signed. */
export function hasTarChecksum(block: Uint8Array): boolean {
  if (block.length < BLOCK) return false;
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : (block[i] ?? 0);
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  const claimed = number(block, 148, 8);
  return claimed === unsigned || claimed === signed;
}

function text(block: Uint8Array, offset: number, length: number): string {
  const bytes = block.subarray(offset, offset + length);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function number(block: Uint8Array, offset: number, length: number): number {
  const first = block[offset] ?? 0;
  if (first & 0x80) {
    let value = first & 0x7f;
    for (let i = 1; i < length; i++) value = value * 256 + (block[offset + i] ?? 0);
    return value;
  }
  const digits = text(block, offset, length).trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN;
}

function* records(body: Uint8Array): Iterable<[string, string]> {
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(0x20, at);
    const length = Number(text(body, at, space - at));
    if (space < 0 || !Number.isSafeInteger(length) || length <= space - at) return;
    const record = new TextDecoder().decode(body.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    if (equals > 0) yield [record.slice(0, equals), record.slice(equals + 1)];
    at += length;
  }
}
