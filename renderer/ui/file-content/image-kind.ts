/** Pictures that the preview draws. SVG is not one of them: it is text that can hold scripts. */
export type ImageKind = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif';

export interface ImageHead {
  readonly kind: ImageKind;
  /** Undefined when the head does not tell. */
  readonly width?: number;
  readonly height?: number;
}

/** Reads the kind and the dimensions of a picture from its first bytes, before anything decodes it. */
export function readImageHead(head: Uint8Array): ImageHead | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (matches(head, 0, '\x89PNG\r\n\x1a\n') && head.length >= 24)
    return { kind: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
  if ((matches(head, 0, 'GIF87a') || matches(head, 0, 'GIF89a')) && head.length >= 10)
    return { kind: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (matches(head, 0, '\xff\xd8\xff')) return { kind: 'image/jpeg', ...jpegSize(head, view) };
  if (matches(head, 0, 'RIFF') && matches(head, 8, 'WEBP')) return { kind: 'image/webp', ...webpSize(head, view) };
  if (matches(head, 4, 'ftypavif') || matches(head, 4, 'ftypavis'))
    return { kind: 'image/avif', ...avifSize(head, view) };
  return undefined;
}

type Size = { readonly width: number; readonly height: number };

function matches(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** The frame header (SOF0 to SOF15, but for DHT, JPG and DAC) has the size; segments before it are skipped. */
function jpegSize(bytes: Uint8Array, view: DataView): Size | undefined {
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function webpSize(bytes: Uint8Array, view: DataView): Size | undefined {
  if (bytes.length < 30) return undefined;
  if (matches(bytes, 12, 'VP8X'))
    return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) };
  if (matches(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  return matches(bytes, 12, 'VP8 ')
    ? { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    : undefined;
}

/** The largest `ispe` property: a file may hold thumbnails and tiles beside the picture. */
function avifSize(bytes: Uint8Array, view: DataView): Size | undefined {
  let largest: Size | undefined;
  for (let at = 0; at + 16 <= bytes.length; at++) {
    if (!matches(bytes, at, 'ispe')) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
