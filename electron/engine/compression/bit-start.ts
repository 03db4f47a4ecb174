/**
 * Starting raw inflate at any bit: node:zlib has no inflatePrime, so empty deflate blocks whose bits add up to the
 * wanted number go first (performance.md §4.4). Deflate fills bytes from the low bit (RFC 1951 §3.1.1).
 */

/** An empty block with fixed codes: not last, type 1, end of block. */
const FIXED: readonly number[] = [0, 1, 0, 0, 0, 0, 0, 0, 0, 0];

/** An empty block with dynamic codes, 95 bits long: it makes odd numbers. */
const DYNAMIC: readonly number[] = emptyDynamicBlock();

const PREFIXES: readonly Uint8Array[] = Array.from({ length: 8 }, (_, bits) => prefixOf((8 - bits) % 8));

/**
 * Bytes to feed before the byte at the restart point.
 * @param bits how many high bits of `last` belong to the stream, 0…7
 * @param last the byte before the point
 */
export function bitStart(bits: number, last: number): Uint8Array {
  const prefix = PREFIXES[bits]!.slice();
  if (bits > 0) prefix[prefix.length - 1]! |= last & (0xff << (8 - bits));
  return prefix;
}

/** Empty blocks of `bits` bits modulo 8, the rest of the last byte zero. */
function prefixOf(bits: number): Uint8Array {
  const all: number[] = bits % 2 === 1 ? [...DYNAMIC] : [];
  while (all.length % 8 !== bits) all.push(...FIXED);
  const bytes = new Uint8Array(Math.ceil(all.length / 8));
  for (const [i, bit] of all.entries()) bytes[i >>> 3]! |= bit << (i & 7);
  return bytes;
}

function emptyDynamicBlock(): number[] {
  const bits: number[] = [];
  const number = (value: number, width: number) => {
    for (let i = 0; i < width; i++) bits.push((value >>> i) & 1);
  };
  number(0b100, 3); // not last, type 2
  number(0, 5); // 257 literal and length codes
  number(0, 5); // 1 distance code
  number(15, 4); // 19 code length codes
  // In the order of RFC 1951 §3.2.7: 18 has one bit, 0 and 1 have two.
  const lengths: Readonly<Record<number, number>> = { 18: 1, 0: 2, 1: 2 };
  for (const symbol of [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])
    number(lengths[symbol] ?? 0, 3);
  // Codes: 18 = 0, 0 = 10, 1 = 11, first bit first.
  bits.push(0);
  number(138 - 11, 7); // 138 literals without a code
  bits.push(0);
  number(118 - 11, 7); // 118 more
  bits.push(1, 1); // end of block: one bit
  bits.push(1, 0); // no distance code
  bits.push(0); // end of block
  return bits;
}
