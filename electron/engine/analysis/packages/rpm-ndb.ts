const HEADER = 32;
const SLOT = 16;
const PAGE = 4096;
const BLOB_HEADER = 16;

/** Blobs of rpm's own NDB: a table of slots, blobs at multiples of 16 bytes; little-endian. */
export function* ndbBlobs(view: DataView): Iterable<Uint8Array> {
  if (view.getUint32(4, true) !== 0) throw new RangeError('its NDB version is not known.');
  const slots = Math.min((view.getUint32(12, true) * PAGE - HEADER) / SLOT, (view.byteLength - HEADER) / SLOT);
  for (let slot = 0; slot + 1 <= slots; slot++) {
    const at = HEADER + slot * SLOT;
    if (magic(view, at) !== 'Slot') throw new RangeError('a slot of its NDB has no mark.');
    const index = view.getUint32(at + 4, true);
    if (index === 0) continue;
    const blob = view.getUint32(at + 8, true) * 16;
    if (
      blob + BLOB_HEADER > view.byteLength ||
      magic(view, blob) !== 'BlbS' ||
      view.getUint32(blob + 4, true) !== index
    )
      throw new RangeError('a slot of its NDB points to no blob.');
    const length = view.getUint32(blob + 12, true);
    if (blob + BLOB_HEADER + length > view.byteLength) throw new RangeError('a blob of its NDB runs over the end.');
    yield new Uint8Array(view.buffer, view.byteOffset + blob + BLOB_HEADER, length);
  }
}

function magic(view: DataView, at: number): string {
  return Buffer.from(view.buffer, view.byteOffset + at, 4).toString('latin1');
}
