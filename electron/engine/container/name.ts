import type { Brand } from '../../../shared/brand.ts';
import { escapeName } from '../tar/escape-name.ts';

/**
 * One component of a path. Its bytes stand as the characters U+0000 … U+00FF: names need not be UTF-8, equal text is equal
 * bytes, and comparing text orders by bytes.
 */
export type Name = Brand<string, 'Name'>;
/** From the root, which is the empty list. */
export type NamePath = readonly Name[];

export function nameOfBytes(bytes: Uint8Array): Name {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1') as Name;
}

export function nameOfText(text: string): Name {
  return nameOfBytes(Buffer.from(text));
}

export function nameBytes(name: string): Buffer {
  return Buffer.from(name, 'latin1');
}

/** UTF-8, with `\xNN` for what is not. */
export function nameText(name: string): string {
  return escapeName(nameBytes(name));
}

/** Components of a path or a link's text; empty ones and `.` are passed over, `..` stays. */
export function splitPath(text: string): Name[] {
  return text.split('/').filter((part) => part !== '' && part !== '.') as Name[];
}

/** For people: begins with `/`. */
export function pathTextOf(path: readonly string[]): string {
  return nameText(`/${path.join('/')}`);
}

export function parentPath(path: NamePath): NamePath {
  return path.slice(0, -1);
}
