import type { Package } from '../../../../shared/model/packages.ts';

/** A package with what it owns. */
export interface FoundPackage extends Package {
  /** Files, as the database lists them: absolute, folders may be among them. */
  readonly owns?: readonly string[];
  /** All below this folder is the package's own. */
  readonly folder?: string;
}

export interface ParsedPackages {
  readonly packages: readonly FoundPackage[];
  /** One sentence when the database could not be read to its end. */
  readonly problem?: string;
}

/** Longer names and versions are no names and versions. */
const MAX_TEXT = 512;
/** More packages than any image has in one database. */
export const MAX_PACKAGES = 200_000;

/** Trimmed text of a database, or undefined when it is empty or absurdly long. */
export function packageText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text.length > MAX_TEXT ? undefined : text;
}

export function decodeText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
