/** Layout of zstd frames (RFC 8878 §3.1), to walk them without decoding: Node's decoder stops after the first. */

/** Longest frame header: magic, descriptor, window, dictionary, content size. */
export const FRAME_HEADER_BYTES = 18;

export type FrameStart =
  | {
      readonly kind: 'data';
      /** Bytes before the first block. */
      readonly headerBytes: number;
      readonly hasChecksum: boolean;
      readonly hasDictionary: boolean;
    }
  /** Bytes of the whole frame; they say nothing about content. */
  | { readonly kind: 'skippable'; readonly bytes: number }
  | { readonly kind: 'none' }
  /** The bytes end inside the header. */
  | { readonly kind: 'more' };

export function frameStart(bytes: Uint8Array, at: number, end: number): FrameStart {
  if (end - at < 5) return end - at > 0 ? { kind: 'more' } : { kind: 'none' };
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, end - at);
  const magic = view.getUint32(0, true);
  if (magic >>> 4 === 0x184d_2a5)
    return end - at < 8 ? { kind: 'more' } : { kind: 'skippable', bytes: 8 + view.getUint32(4, true) };
  if (magic !== 0xfd2f_b528) return { kind: 'none' };
  const descriptor = view.getUint8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionary = descriptor & 3;
  const contentSize = descriptor >>> 6;
  const headerBytes =
    5 +
    (isSingle ? 0 : 1) +
    [0, 1, 2, 4][dictionary]! +
    (contentSize === 0 ? (isSingle ? 1 : 0) : [0, 2, 4, 8][contentSize]!);
  if (end - at < headerBytes) return { kind: 'more' };
  return { kind: 'data', headerBytes, hasChecksum: (descriptor & 4) !== 0, hasDictionary: dictionary !== 0 };
}

/** One block's header: 3 bytes, little endian. @returns its bytes with the header, and whether it is the last */
export function blockExtent(bytes: Uint8Array, at: number): { readonly bytes: number; readonly isLast: boolean } {
  const header = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
  const isRun = ((header >>> 1) & 3) === 1;
  return { bytes: 3 + (isRun ? 1 : header >>> 3), isLast: (header & 1) === 1 };
}
