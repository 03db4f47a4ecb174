import { Buffer } from 'node:buffer';
import type { RegionReader } from '../bytes/region-reader.ts';

/** Names in the root that eStargz adds for itself (stargz-snapshotter docs/estargz.md). */
const OWN_NAMES = ['stargz.index.json', '.prefetch.landmark', '.no.prefetch.landmark'].map((name) => Buffer.from(name));

/** The last gzip member of an eStargz blob: empty, with the table's place in its extra field; 51, 47 or 46 bytes. */
const FOOTER_BYTES = 51;
const MEMBER_START = Buffer.of(0x1f, 0x8b, 8, 4);
const MARKS = ['STARGZ', 'STARGZEXTERNALTOC'];

/** The names to leave out of the content of this blob: none unless it ends as eStargz does. */
export function skippedNames(reader: RegionReader): readonly Uint8Array[] {
  const tail = Buffer.alloc(FOOTER_BYTES);
  reader.read(tail, 0, FOOTER_BYTES, Math.max(0, reader.size - FOOTER_BYTES));
  const member = tail.indexOf(MEMBER_START);
  return member >= 0 && MARKS.some((mark) => tail.includes(mark, member)) ? OWN_NAMES : [];
}
