import type { TextEncoding } from '../../../shared/format/text-encoding.ts';

/** A character that the encoding of the file has no bytes for. */
export interface NoBytes {
  readonly kind: 'no-bytes';
  readonly character: string;
}

/** Text as the bytes it was read from: same encoding, same byte order mark. @param bom bytes of the mark; 0 for none */
export function encodeText(text: string, encoding: TextEncoding, bom: number): Uint8Array<ArrayBuffer> | NoBytes {
  if (encoding === 'utf-8') {
    const bytes = new TextEncoder().encode(text);
    return bom > 0 ? Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes) : bytes;
  }
  if (encoding === 'latin1') return encodeSingle(text);
  const little = encoding === 'utf-16le';
  const view = new DataView(new ArrayBuffer(text.length * 2 + bom));
  if (bom > 0) view.setUint16(0, 0xfeff, little);
  for (let at = 0; at < text.length; at += 1) view.setUint16(bom + at * 2, text.charCodeAt(at), little);
  return new Uint8Array(view.buffer);
}

/** Windows-1252, which is what browsers decode Latin-1 as. */
function encodeSingle(text: string): Uint8Array<ArrayBuffer> | NoBytes {
  const table = new TextDecoder('latin1').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  const byteOf = new Map(Array.from(table, (character, byte) => [character, byte]));
  const bytes: number[] = [];
  for (const character of text) {
    const byte = byteOf.get(character);
    if (byte === undefined) return { kind: 'no-bytes', character };
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
