import { isUtf8 } from 'node:buffer';
import { escapeName } from '../tar/escape-name.ts';
import type { PathTable } from './path-table.ts';

/** A path for people and JSON, with its true bytes where the text cannot hold them. */
export interface PathText {
  /** Begins with `/`. */
  readonly path: string;
  /** Base64 of the path's bytes, leading slash included; only when they are not UTF-8. */
  readonly rawPath?: string;
}

/** The columns that name paths. */
export type PathNames = Pick<PathTable, 'parent' | 'nameOffset' | 'nameLength' | 'names'>;

/**
 * UTF-8 as text, every byte that is not part of valid UTF-8 as `\xNN`. Only such bytes are escaped: a name that holds
 * a backslash keeps it as it is, and `rawPath` tells the two apart.
 */
export function bytesToText(bytes: Uint8Array): string {
  return escapeName(bytes);
}

/** What `PathText.rawPath` holds for a path; a leading slash is added where it is missing. */
export function rawPathOf(bytes: Uint8Array): string | undefined {
  if (isUtf8(bytes)) return undefined;
  return Buffer.from(bytes[0] === SLASH ? bytes : [SLASH, ...bytes]).toString('base64');
}

/** Bytes of the path, `/` first; the root is `/` alone. */
export function pathBytes({ parent, nameOffset, nameLength, names }: PathNames, path: number): Uint8Array {
  let length = 0;
  for (let at = path; at > 0; at = parent[at]!) length += 1 + nameLength[at]!;
  if (length === 0) return Uint8Array.of(SLASH);
  const bytes = new Uint8Array(length);
  let end = length;
  for (let at = path; at > 0; at = parent[at]!) {
    const from = nameOffset[at]!;
    end -= nameLength[at]!;
    bytes.set(names.subarray(from, from + nameLength[at]!), end);
    bytes[--end] = SLASH;
  }
  return bytes;
}

export function pathText(names: PathNames, path: number): PathText {
  const bytes = pathBytes(names, path);
  const rawPath = rawPathOf(bytes);
  return { path: bytesToText(bytes), ...(rawPath !== undefined && { rawPath }) };
}

/**
 * `pathText` for many paths in the order of a walk: what they share with the path before, their folder, is not read
 * again. Nearly all names are ASCII, of which text and bytes are the same.
 */
export function pathTexts(names: PathNames): (path: number) => PathText {
  const bytes = Buffer.from(names.names.buffer, names.names.byteOffset, names.names.byteLength);
  let folder = -1;
  let prefix: string | undefined;
  return (path) => {
    if (path === 0) return pathText(names, path);
    const parent = names.parent[path]!;
    if (parent !== folder) {
      folder = parent;
      const { path: text, rawPath } = pathText(names, parent);
      prefix = rawPath === undefined ? (parent === 0 ? '/' : `${text}/`) : undefined;
    }
    const from = names.nameOffset[path]!;
    const to = from + names.nameLength[path]!;
    if (prefix === undefined || !isAscii(bytes, from, to)) return pathText(names, path);
    return { path: prefix + bytes.toString('latin1', from, to) };
  };
}

function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i]! >= 0x80) return false;
  return true;
}

const SLASH = 0x2f;
