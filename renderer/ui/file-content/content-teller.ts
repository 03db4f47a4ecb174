import type { ArchivePage, ContentSummary } from '../../../shared/model/content-summary.ts';

/** Asks the engine what a file is. Must keep its identity. */
export interface ContentTeller {
  readonly describe: (signal: AbortSignal) => Promise<ContentSummary>;
  /** Members of an archive. @param end exclusive */
  readonly members: (start: number, end: number, signal: AbortSignal) => Promise<ArchivePage>;
}

const MAGIC: readonly string[] = [
  '\x7fELF',
  '!<arch>\n',
  'PK\x03\x04',
  'PK\x05\x06',
  '\x1f\x8b',
  '\x28\xb5\x2f\xfd',
  '\xfd7zXZ\x00',
  'BZh',
  'MZ',
  '\xfe\xed\xfa',
  '\xce\xfa\xed\xfe',
  '\xcf\xfa\xed\xfe',
  '\xca\xfe\xba\xbe',
  // DER: a sequence whose length takes two bytes.
  '\x30\x82',
];
const TAR_MAGIC = 257;
/** Certificates may stand behind a text that says what they are. */
const PEM_WITHIN = 64 * 1024;

/** Whether it is worth asking: most files are none of what the engine tells of. */
export function mayBeTold(head: Uint8Array): boolean {
  // Not TextDecoder: its latin1 is Windows-1252, where 0x8b is no U+008B.
  const start = String.fromCharCode(...head.subarray(0, 8));
  if (MAGIC.some((magic) => start.startsWith(magic))) return true;
  if (String.fromCharCode(...head.subarray(TAR_MAGIC, TAR_MAGIC + 5)) === 'ustar') return true;
  return new TextDecoder('latin1').decode(head.subarray(0, PEM_WITHIN)).includes('-----BEGIN ');
}
