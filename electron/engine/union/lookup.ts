import { childrenOf } from './child-index.ts';
import { bytesToText, type PathNames } from './path-text.ts';

type Tree = PathNames & { readonly length: number };

const SLASH = 0x2f;

/**
 * Row of a path given by its bytes; empty components and `.` are skipped, `..` is not resolved, links are not followed.
 * @returns undefined when no layer holds it
 */
export function lookupBytes(table: Tree, path: Uint8Array): number | undefined {
  let row: number | undefined = 0;
  for (let from = 0; from < path.length && row !== undefined;) {
    const slash = path.indexOf(SLASH, from);
    const to = slash === -1 ? path.length : slash;
    const name = path.subarray(from, to);
    if (!isSkipped(name)) row = childNamed(table, row, name);
    from = to + 1;
  }
  return row;
}

/**
 * The same for a path as `pathText` writes it. A component is taken literally first; where no such name exists and it
 * holds `\xNN`, the child that is shown so is meant.
 */
export function lookupPath(table: Tree, path: string): number | undefined {
  let row: number | undefined = 0;
  for (const component of path.split('/')) {
    const name = Buffer.from(component);
    if (isSkipped(name)) continue;
    row = childNamed(table, row, name) ?? childShownAs(table, row, component);
    if (row === undefined) return undefined;
  }
  return row;
}

function isSkipped(name: Uint8Array): boolean {
  return name.length === 0 || (name.length === 1 && name[0] === DOT);
}

/** The child of a folder by the bytes of its name, hidden and deleted ones included. */
export function childNamed(table: Tree, folder: number, name: Uint8Array): number | undefined {
  const { nameOffset, nameLength, names } = table;
  return childrenOf(table, folder).find((child) => {
    if (nameLength[child] !== name.length) return false;
    const from = nameOffset[child]!;
    for (let i = 0; i < name.length; i++) if (names[from + i] !== name[i]) return false;
    return true;
  });
}

function childShownAs(table: Tree, folder: number, component: string): number | undefined {
  if (!/\\x[0-9a-f]{2}/.test(component)) return undefined;
  const { nameOffset, nameLength, names } = table;
  return childrenOf(table, folder).find((child) => {
    const from = nameOffset[child]!;
    return bytesToText(names.subarray(from, from + nameLength[child]!)) === component;
  });
}

const DOT = 0x2e;
