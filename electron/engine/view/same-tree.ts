import type { PathTable } from '../union/path-table.ts';

type Tree = Pick<PathTable, 'length' | 'parent' | 'nameOffset' | 'nameLength' | 'names'>;

/** Whether every row is the same path in both. Names of no path may lie between theirs. */
export function sameTree(one: Tree, other: Tree): boolean {
  return (
    one.length === other.length &&
    sameBytes(one.parent, other.parent) &&
    sameBytes(one.nameLength, other.nameLength) &&
    (sameBytes(one.nameOffset, other.nameOffset) ? sameStart(one, other) : sameNames(one, other))
  );
}

/** The names in use begin at the same places: a comparison of memory up to the last of them. */
function sameStart(one: Tree, other: Tree): boolean {
  let end = 0;
  for (let row = 0; row < one.length; row++) end = Math.max(end, one.nameOffset[row]! + one.nameLength[row]!);
  return sameBytes(one.names.subarray(0, end), other.names.subarray(0, end));
}

function sameNames(one: Tree, other: Tree): boolean {
  for (let row = 0; row < one.length; row++) {
    const [from, to] = [one.nameOffset[row]!, other.nameOffset[row]!];
    for (let at = one.nameLength[row]! - 1; at >= 0; at--)
      if (one.names[from + at] !== other.names[to + at]) return false;
  }
  return true;
}

function sameBytes(one: ArrayBufferView, other: ArrayBufferView): boolean {
  return one.byteLength === other.byteLength && Buffer.compare(bytesOf(one), bytesOf(other)) === 0;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
