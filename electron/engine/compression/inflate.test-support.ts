import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Region } from '../bytes/region.ts';

/** Bytes that compress about as files do: words from a small vocabulary, some noise. Same seed, same bytes. */
export function textLike(size: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed;
  const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff) >>> 8;
  for (let at = 0; at < size;) {
    const word = next() % 2000;
    const length = 3 + (word % 9);
    for (let i = 0; i < length && at < size; i++, at++) bytes[at] = 97 + ((word * (i + 7)) % 26);
    if (at < size) bytes[at++] = next() % 10 === 0 ? next() & 0xff : 32;
  }
  return bytes;
}

/** A folder that goes away after the file's tests, and regions of files in it. */
export function regionsOf(): (stored: Uint8Array, lead?: number) => Region {
  const dir = mkdtempSync(join(tmpdir(), 'outcrop-inflate-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  let count = 0;
  return (stored, lead = 0) => {
    const file = join(dir, `${count++}`);
    writeFileSync(file, Buffer.concat([Buffer.alloc(lead, 0xee), stored, Buffer.alloc(lead, 0xee)]));
    return { file, offset: lead, size: stored.length };
  };
}

/** A skippable zstd frame (RFC 8878 §3.1.2). */
export function skippable(body: Uint8Array, number = 0): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d_2a50 + number, 0);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}
