import type { Compression } from '../../../../shared/model/layer.ts';
import { hasTarChecksum } from '../members/outer-tar.ts';

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

const COMPRESSED: readonly (readonly [Exclude<Compression, 'none'>, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

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
  if (hasTarChecksum(head.subarray(0, 512))) return { kind: 'tar' };
  const compression = sniffCompression(head);
  if (compression !== 'none') return { kind: 'compressed', compression };
  const named = NAMED.find(([, offset, magic]) => hasAt(head, offset, magic));
  if (named) return { kind: 'named', name: named[0] };
  if (head.length >= 1024 && head.subarray(0, 1024).every((byte) => byte === 0)) return { kind: 'tar' };
  return { kind: isText(head) ? 'text' : 'unknown' };
}

/** Compression by magic; `none` when there is none known. */
export function sniffCompression(head: Uint8Array): Compression {
  // A zstd skippable frame (0x184D2A5?) may come first: pzstd and zstd:chunked write some.
  if (head.length >= 4 && ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18)
    return 'zstd';
  const found = COMPRESSED.find(([, magic]) => magic.every((byte, i) => head[i] === byte));
  return found?.[0] ?? 'none';
}

function hasAt(head: Uint8Array, offset: number, magic: string): boolean {
  for (let i = 0; i < magic.length; i++) if (head[offset + i] !== magic.charCodeAt(i)) return false;
  return true;
}

function isText(head: Uint8Array): boolean {
  return !head.subarray(0, 4096).some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
}
