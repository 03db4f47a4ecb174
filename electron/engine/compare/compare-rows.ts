import { DELTA_KEYS, DIFFERENCE_KINDS, type DeltaKey, type DifferenceKind } from '../../../shared/model/compare.ts';
import { rowLink } from '../tar/entry-at.ts';
import { ENTRY_FLAG, TYPE_CODES, type EntryRow, type TarIndex } from '../tar/tar-index.ts';
import type { KeyBits, TreeSide } from './union-tree.ts';

/** Only bytes can tell whether the contents are the same. */
export const UNDECIDED: KeyBits = 1 << 15;

export const keyBit = (key: DeltaKey): KeyBits => 1 << DELTA_KEYS.indexOf(key);
export const kindCode = (kind: DifferenceKind): number => DIFFERENCE_KINDS.indexOf(kind);

const KEY = Object.fromEntries(DELTA_KEYS.map((key) => [key, keyBit(key)])) as Readonly<Record<DeltaKey, KeyBits>>;
const FILE = TYPE_CODES.indexOf('file');
const CODE = {
  type: kindCode('type'),
  content: kindCode('content'),
  metadata: kindCode('metadata'),
  mtimeOnly: kindCode('mtimeOnly'),
  identical: kindCode('identical'),
};

/** What of a side tells its versions from the other's. */
export type VersionSide = Pick<TreeSide, 'table' | 'indexes' | 'layerIDs'>;

/** The kind that a set of differing attributes makes, `UNDECIDED` left aside. */
export function kindOfKeys(keys: KeyBits): number {
  if (keys & KEY.type) return CODE.type;
  if (keys & (KEY.content | KEY.size)) return CODE.content;
  if (keys & ~(KEY.mtime | UNDECIDED)) return CODE.metadata;
  return keys & KEY.mtime ? CODE.mtimeOnly : CODE.identical;
}

export function keysOf(bits: KeyBits): DeltaKey[] {
  return DELTA_KEYS.filter((_, position) => bits & (1 << position));
}

/** In what two versions differ. What a directory that no layer has an entry for is like: overlayfs's 0755, root. */
export function compareVersionRows(a: VersionSide, va: number, b: VersionSide, vb: number): KeyBits {
  const inodeA = a.table.inode[va]!;
  const inodeB = b.table.inode[vb]!;
  const layerA = a.table.layer[inodeA]!;
  const layerB = b.table.layer[inodeB]!;
  const rowA = a.table.row[inodeA]!;
  const rowB = b.table.row[inodeB]!;
  const known = rowA !== -1 && rowB !== -1;
  if (known ? rowA === rowB && a.layerIDs[layerA] === b.layerIDs[layerB] : rowA === rowB) return 0;
  const indexA = a.indexes[layerA];
  const indexB = b.indexes[layerB];
  const typeA = a.table.type[va]!;
  const sameType = typeA === b.table.type[vb];
  let keys = sameType ? 0 : KEY.type;
  keys |= compareOwners(indexA, rowA, indexB, rowB);
  if (!indexA || !indexB || !known) return keys;
  if (!isSameTime(indexA.mtime[rowA]!, indexB.mtime[rowB]!)) keys |= KEY.mtime;
  if ((indexA.flags[rowA]! | indexB.flags[rowB]!) & ENTRY_FLAG.rare) keys |= compareRare(indexA, rowA, indexB, rowB);
  if (!sameType) return keys;
  if (
    (indexA.flags[rowA]! | indexB.flags[rowB]!) & ENTRY_FLAG.link &&
    typeA !== FILE &&
    !isSameLink(indexA, rowA, indexB, rowB)
  )
    keys |= KEY.linkTarget;
  if (typeA !== FILE) return keys;
  const size = indexA.size[rowA]!;
  if (size !== indexB.size[rowB]) return keys | KEY.content | KEY.size;
  return size === 0 ? keys : keys | UNDECIDED;
}

function compareOwners(a: TarIndex | undefined, rowA: number, b: TarIndex | undefined, rowB: number): KeyBits {
  const modeA = a && rowA !== -1 ? a.mode[rowA]! : 0o755;
  const modeB = b && rowB !== -1 ? b.mode[rowB]! : 0o755;
  const ownerA = a && rowA !== -1 ? 2 * a.owner[rowA]! : -1;
  const ownerB = b && rowB !== -1 ? 2 * b.owner[rowB]! : -1;
  let keys = modeA === modeB ? 0 : KEY.mode;
  if ((a?.owners[ownerA] ?? 0) !== (b?.owners[ownerB] ?? 0)) keys |= KEY.uid;
  if ((a?.owners[ownerA + 1] ?? 0) !== (b?.owners[ownerB + 1] ?? 0)) keys |= KEY.gid;
  return keys;
}

/** Where one archive keeps whole seconds only, fractions say nothing (as go-mtree's tar_time). */
function isSameTime(a: number, b: number): boolean {
  return a === b || ((Number.isInteger(a) || Number.isInteger(b)) && Math.floor(a) === Math.floor(b));
}

function compareRare(a: TarIndex, rowA: number, b: TarIndex, rowB: number): KeyBits {
  const rareA = a.rare.get(rowA);
  const rareB = b.rare.get(rowB);
  let keys = 0;
  if ((rareA?.major ?? 0) !== (rareB?.major ?? 0) || (rareA?.minor ?? 0) !== (rareB?.minor ?? 0)) keys |= KEY.device;
  const sameCount = (rareA?.xattrs?.size ?? 0) === (rareB?.xattrs?.size ?? 0);
  const same =
    sameCount &&
    [...(rareA?.xattrs ?? [])].every(([name, value]) => {
      const other = rareB?.xattrs?.get(name);
      return other !== undefined && Buffer.compare(value, other) === 0;
    });
  return same ? keys : keys | KEY.xattr;
}

function isSameLink(a: TarIndex, rowA: number, b: TarIndex, rowB: number): boolean {
  const linkA = rowLink(a, rowA as EntryRow) ?? new Uint8Array(0);
  const linkB = rowLink(b, rowB as EntryRow) ?? new Uint8Array(0);
  return Buffer.compare(linkA, linkB) === 0;
}
