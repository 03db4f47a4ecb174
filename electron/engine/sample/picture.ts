import { crc32, deflateSync } from 'node:zlib';

type RGB = readonly [red: number, green: number, blue: number];

/** Strata, the sign of the sample: one colour per layer, the top one dark. */
const STRATA: readonly RGB[] = [
  [38, 70, 83],
  [42, 157, 143],
  [138, 177, 125],
  [233, 196, 106],
  [244, 162, 97],
  [231, 111, 81],
];

/**
 * A square PNG of wavy bands (RFC 2083: 8-bit RGB, no interlace).
 * @param side pixels
 */
export function strataPicture(side: number): Buffer {
  const rows: Buffer[] = [];
  for (let y = 0; y < side; y += 1) {
    const row = Buffer.alloc(1 + side * 3); // the first byte of a row is its filter: 0, none
    for (let x = 0; x < side; x += 1) {
      const depth = (y + Math.sin(x / 6) * 2) / side;
      const band = Math.min(STRATA.length - 1, Math.max(0, Math.floor(depth * STRATA.length)));
      row.set(STRATA[band] ?? [0, 0, 0], 1 + x * 3);
    }
    rows.push(row);
  }
  const size = Buffer.alloc(13);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  size.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(body.length, 0);
  around.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([around.subarray(0, 4), typed, around.subarray(4)]);
}
