const PAGE_HEADER = 26;
const TYPE = { hashUnsorted: 2, overflow: 7, hashMeta: 8, hash: 13 } as const;
/** A value that lies on pages of its own. */
const OFF_PAGE = 3;

/** Values of a Berkeley DB hash, in either byte order. Bounded by the pages there are; a cycle ends it. */
export function* berkeleyBlobs(view: DataView, little: boolean): Iterable<Uint8Array> {
  const pageSize = view.getUint32(20, little);
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0)
    throw new RangeError('its page size is impossible.');
  if (view.getUint8(24) !== 0) throw new RangeError('it is encrypted.');
  if (view.getUint8(25) !== TYPE.hashMeta) throw new RangeError('it is no hash.');
  const pages = Math.min(view.getUint32(32, little) + 1, Math.floor(view.byteLength / pageSize));
  for (let page = 1; page < pages; page++) {
    const base = page * pageSize;
    const type = view.getUint8(base + 25);
    if (type !== TYPE.hash && type !== TYPE.hashUnsorted) continue;
    const entries = view.getUint16(base + 20, little);
    if (PAGE_HEADER + 2 * entries > pageSize) throw new RangeError('a page holds more entries than fit.');
    // Keys and values alternate.
    for (let entry = 1; entry < entries; entry += 2) {
      const offset = view.getUint16(base + PAGE_HEADER + 2 * entry, little);
      if (offset + 12 > pageSize || view.getUint8(base + offset) !== OFF_PAGE) continue;
      const first = view.getUint32(base + offset + 4, little);
      const length = view.getUint32(base + offset + 8, little);
      yield overflow(view, little, { pageSize, pages, first, length });
    }
  }
}

interface Overflow {
  readonly pageSize: number;
  readonly pages: number;
  readonly first: number;
  readonly length: number;
}

function overflow(view: DataView, little: boolean, { pageSize, pages, first, length }: Overflow): Uint8Array {
  if (length > view.byteLength) throw new RangeError('a value is longer than the database.');
  const value = new Uint8Array(length);
  let filled = 0;
  const seen = new Set<number>();
  for (let page = first; page !== 0 && filled < length;) {
    if (seen.has(page)) throw new RangeError('a value leads round in a circle.');
    seen.add(page);
    if (page >= pages) throw new RangeError('a value points behind the last page.');
    const base = page * pageSize;
    if (view.getUint8(base + 25) !== TYPE.overflow) throw new RangeError('a value points to a page of another kind.');
    const next = view.getUint32(base + 16, little);
    const used = next === 0 ? view.getUint16(base + 22, little) : pageSize - PAGE_HEADER;
    const take = Math.min(used, length - filled, pageSize - PAGE_HEADER);
    value.set(new Uint8Array(view.buffer, view.byteOffset + base + PAGE_HEADER, take), filled);
    filled += take;
    page = next;
  }
  if (filled < length) throw new RangeError('a value ends too early.');
  return value;
}
