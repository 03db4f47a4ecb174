import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { escapeName } from './escape-name.ts';
import { entryAt } from './entry-at.ts';
import { PARSER_CASES } from './parser-cases.test-data.ts';
import { randomFrom, scan } from './scan.test-support.ts';
import { ENTRY_FLAG, type EntryRow, type TarIndex } from './tar-index.ts';

const SEED = Number(process.env['OUTCROP_FUZZ_SEED'] ?? 1);
const ROUNDS = 8000;

const archives = PARSER_CASES.map(
  ({ id }) => new Uint8Array(readFileSync(new URL(`fixtures/parser-tars/${id}.tar`, import.meta.url))),
).filter((bytes) => bytes.length > 0);

/** A valid archive with a few bytes changed, maybe cut, maybe with blocks swapped. */
function spoilt(random: () => number): Uint8Array {
  const pick = (limit: number) => Math.floor(random() * limit);
  const bytes = archives[pick(archives.length)]!.slice();
  for (let i = pick(6); i > 0; i--) bytes[pick(bytes.length)] = pick(256);
  if (random() < 0.3) bytes.copyWithin(pick(bytes.length / 512) * 512, pick(bytes.length / 512) * 512, bytes.length);
  // A right checksum lets the change reach what lies behind it.
  if (random() < 0.8) for (let at = 0; at + 512 <= bytes.length; at += 512) if (bytes[at] !== 0) resum(bytes, at);
  return random() < 0.3 ? bytes.subarray(0, pick(bytes.length)) : bytes;
}

function resum(bytes: Uint8Array, at: number): void {
  bytes.fill(0x20, at + 148, at + 156);
  const sum = bytes.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  bytes.set(Buffer.from(`${sum.toString(8).padStart(6, '0')}\0 `), at + 148);
}

/** Every row can be told, and lies where it can be read. */
function check(index: TarIndex, size: number): void {
  for (let row = 0; row < index.length; row++) {
    const entry = entryAt(index, row as EntryRow);
    escapeName(entry.name);
    expect(index.dir[row]).toBeLessThan(index.dirCount);
    expect(entry.type).toBeLessThan(7);
    expect(entry.mode).toBeLessThanOrEqual(0o7777);
    expect(entry.bodyOffset).toBeLessThanOrEqual(size);
    expect(entry.size).toBeGreaterThanOrEqual(0);
    const isWhole = (entry.flags & (ENTRY_FLAG.incomplete | ENTRY_FLAG.sparse)) === 0;
    if (isWhole) expect(entry.bodyOffset + entry.size).toBeLessThanOrEqual(size);
  }
  for (let dir = 1; dir < index.dirCount; dir++) expect(index.dirParent[dir]).toBeLessThan(dir);
}

test(`spoilt archives never crash or leave their bounds (seed ${SEED}; OUTCROP_FUZZ_SEED sets another)`, () => {
  const random = randomFrom(SEED);
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = spoilt(random);
    const step = random() < 0.5 ? bytes.length : 1 + Math.floor(random() * 700);
    const whole = scan(bytes);
    check(whole.index, bytes.length);
    if (step < bytes.length) expect(scan(bytes, step).sight, `round ${round}`).toEqual(whole.sight);
  }
});
