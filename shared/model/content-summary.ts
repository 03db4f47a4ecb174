import type { EntryType } from './entry.ts';
import type { Compression } from './layer.ts';

/** What the bytes of a file are, beyond text and pictures. All text in it is untrusted. */
export type ContentSummary =
  | ArchiveSummary
  | CompressedSummary
  | ELFSummary
  | PESummary
  | MachOSummary
  | CertificatesSummary
  /** Nothing that is told of here. */
  | { readonly kind: 'other' };

export interface ArchiveSummary {
  readonly kind: 'archive';
  readonly format: 'tar' | 'zip' | 'ar';
  /** Of the archive as a whole. */
  readonly compression: Compression;
  /** That were read. Of a Debian package the members of its tars count, too. */
  readonly entries: number;
  /** Bytes of all its files, uncompressed, as it claims. */
  readonly contentSize: number;
  /** One sentence when not all of it was read: a limit, or damage. */
  readonly problem: string | null;
}

/** A single compressed file that is no archive inside. */
export interface CompressedSummary {
  readonly kind: 'compressed';
  readonly compression: Exclude<Compression, 'none'>;
  /** One sentence when it could not be looked into. */
  readonly problem: string | null;
}

/** One member of an archive. */
export interface ArchiveEntry {
  /** As in the archive; bytes that are no UTF-8 are written `\xNN`. Untrusted. */
  readonly path: string;
  readonly type: EntryType;
  /** Four octal digits; null where the archive has none. */
  readonly mode: string | null;
  /** Bytes, uncompressed. */
  readonly size: number;
  /** Seconds since the epoch; null where the archive has none. */
  readonly mtime: number | null;
  readonly linkTarget?: string;
}

export interface ArchivePage {
  readonly total: number;
  /** Index of the first entry, base 0, in the order of the archive. */
  readonly start: number;
  readonly entries: readonly ArchiveEntry[];
}

/** What a Go program tells of how it was built. */
export interface GoBuild {
  readonly version: string;
  readonly path: string | null;
  readonly module: string | null;
  readonly dependencies: number;
}

export interface ELFSummary {
  readonly kind: 'elf';
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
  readonly type: 'relocatable' | 'executable' | 'shared' | 'core' | 'other';
  /** As `uname -m` names it, or `machine N`. */
  readonly machine: string;
  /** The program that loads it; null for a static one, a library or an object. */
  readonly interpreter: string | null;
  readonly soname: string | null;
  /** Libraries it needs, in its order. */
  readonly needed: readonly string[];
  readonly rpath: string | null;
  readonly runpath: string | null;
  /** Hex. */
  readonly buildID: string | null;
  readonly go: GoBuild | null;
  /** It has no symbol table. */
  readonly stripped: boolean;
  readonly debugInfo: boolean;
  readonly pie: boolean;
  /** Its stack is not executable. */
  readonly nx: boolean;
  readonly relro: 'none' | 'partial' | 'full';
  /** One sentence when a part of it could not be read. */
  readonly problem: string | null;
}

export interface PESummary {
  readonly kind: 'pe';
  readonly bits: 32 | 64;
  readonly machine: string;
  readonly type: 'executable' | 'library';
  readonly subsystem: string | null;
  readonly nx: boolean;
  readonly aslr: boolean;
}

export interface MachOSummary {
  readonly kind: 'mach-o';
  /** One row per architecture of a universal binary; else one. */
  readonly parts: readonly { readonly machine: string; readonly type: string }[];
}

export interface CertificatesSummary {
  readonly kind: 'certificates';
  readonly items: readonly CertificateItem[];
  /** How many there are; `items` stops at the limit `certificates`. */
  readonly total: number;
  /** One sentence when not all of the file was read. */
  readonly problem: string | null;
}

export type CertificateItem =
  | {
      readonly kind: 'certificate';
      /** `CN=…, O=…` in the order of the certificate. */
      readonly subject: string;
      readonly issuer: string;
      /** RFC 3339, UTC. */
      readonly validFrom: string;
      readonly validTo: string;
      readonly altNames: readonly string[];
      /** `rsa 2048`, `ec prime256v1`, `ed25519`; null when unknown. */
      readonly key: string | null;
      readonly serial: string;
      /** SHA-256 of the DER, hex with colons. */
      readonly fingerprint: string;
      readonly ca: boolean;
      readonly selfIssued: boolean;
    }
  /** Its bytes are not told. */
  | { readonly kind: 'private-key'; readonly label: string; readonly encrypted: boolean }
  /** Another PEM block, by its label. */
  | { readonly kind: 'other'; readonly label: string }
  | { readonly kind: 'malformed'; readonly label: string; readonly message: string };
