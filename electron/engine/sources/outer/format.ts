import type { Compression } from '../../../../shared/model/layer.ts';
import { detectCompression } from '../../compression/detect.ts';
import { Header } from '../../tar/header.ts';
import { BLOCK } from '../../tar/block.ts';

/** What the first bytes of a file are. */
export type Format =
  | { readonly kind: 'tar' }
  | { readonly kind: 'compressed'; readonly compression: Exclude<Compression, 'none'> }
  /** A format with a name that Outcrop does not read, such as `a SquashFS file system`. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'text' }
  | { readonly kind: 'unknown' };

/** Bytes that `sniffFormat` wants to see, when the file has them. */
export const SNIFF_LENGTH = 33 * 1024;

/** Name, offset, magic. */
const NAMED: readonly (readonly [string, number, string])[] = [
  ['a Singularity image (SIF)', 32, 'SIF_MAGIC'],
  ['a SquashFS file system', 0, 'hsqs'],
  ['a qcow disk image', 0, 'QFI\xfb'],
  ['an EROFS file system', 1024, '\xe2\xe1\xf5\xe0'],
  ['an ext2/3/4 file system', 1080, '\x53\xef'],
  ['an ISO 9660 image', 32769, 'CD001'],
  ['a VMDK disk image', 0, 'KDMV'],
  ['an LZ4 file', 0, '\x04\x22\x4d\x18'],
  ['a zip file', 0, 'PK\x03\x04'],
  ['a 7-Zip file', 0, "7z\xbc\xaf'\x1c"],
  ['a Debian package', 0, '!<arch>\n'],
  ['an RPM package', 0, '\xed\xab\xee\xdb'],
];

/** @param head the first SNIFF_LENGTH bytes, or all when there are fewer. Names and media types are never asked. */
export function sniffFormat(head: Uint8Array): Format {
  if (head.length === 0) return { kind: 'empty' };
  // A tar may hold any bytes in its first name field: its checksum is the better witness.
  if (head.length >= BLOCK && new Header().read(head, 0, null) === undefined) return { kind: 'tar' };
  const compression = detectCompression(head);
  if (compression !== 'none') return { kind: 'compressed', compression };
  const named = NAMED.find(([, offset, magic]) => hasAt(head, offset, magic));
  if (named) return { kind: 'named', name: named[0] };
  if (head.length >= 1024 && head.subarray(0, 1024).every((byte) => byte === 0)) return { kind: 'tar' };
  return { kind: isText(head) ? 'text' : 'unknown' };
}

function hasAt(head: Uint8Array, offset: number, magic: string): boolean {
  for (let i = 0; i < magic.length; i++) if (head[offset + i] !== magic.charCodeAt(i)) return false;
  return true;
}

function isText(head: Uint8Array): boolean {
  return !head.subarray(0, 4096).some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
}
