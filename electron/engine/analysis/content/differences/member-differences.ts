import type { MemberDifference, MemberDifferencePage } from '../../../../../shared/model/content-difference.ts';
import { memberAt, memberName, type ArchiveListing } from '../archive/listing.ts';

const KINDS = ['added', 'removed', 'changed'] as const;

/** Members of two archives that differ, by the bytes of their names. */
export interface MemberDifferences {
  readonly before: ArchiveListing;
  readonly after: ArchiveListing;
  /** Position in KINDS. */
  readonly kind: Uint8Array;
  /** Rows of the listings; -1: none. */
  readonly rowBefore: Int32Array;
  readonly rowAfter: Int32Array;
  readonly counts: Readonly<Record<(typeof KINDS)[number] | 'same', number>>;
}

/** Pairs members by name; of a name that is there twice the last one counts, as it does for whoever unpacks. */
export function memberDifferences(before: ArchiveListing, after: ArchiveListing): MemberDifferences {
  const a = byName(before);
  const b = byName(after);
  const names = [...new Set([...a.keys(), ...b.keys()])].toSorted();
  const counts = { added: 0, removed: 0, changed: 0, same: 0 };
  const found: (readonly [kind: number, before: number, after: number])[] = [];
  for (const name of names) {
    const one = a.get(name) ?? -1;
    const other = b.get(name) ?? -1;
    const kind =
      one === -1 ? 'added' : other === -1 ? 'removed' : differs(before, one, after, other) ? 'changed' : 'same';
    counts[kind]++;
    if (kind !== 'same') found.push([KINDS.indexOf(kind), one, other]);
  }
  return {
    before: withoutContents(before),
    after: withoutContents(after),
    kind: Uint8Array.from(found, ([kind]) => kind),
    rowBefore: Int32Array.from(found, ([, row]) => row),
    rowAfter: Int32Array.from(found, ([, , row]) => row),
    counts,
  };
}

/** @param found undefined of files that are no archives */
export function memberPage(found: MemberDifferences | undefined, start: number, end: number): MemberDifferencePage {
  const total = found?.kind.length ?? 0;
  const from = Math.min(start, total);
  const to = Math.max(from, Math.min(end, total));
  const members = Array.from({ length: to - from }, (_, i) => described(found!, from + i));
  return { total, start: from, members };
}

function described({ before, after, kind, rowBefore, rowAfter }: MemberDifferences, at: number): MemberDifference {
  const [a, b] = [rowBefore[at]!, rowAfter[at]!];
  const old = a === -1 ? null : memberAt(before, a);
  const now = b === -1 ? null : memberAt(after, b);
  return { kind: KINDS[kind[at]!]!, path: (now ?? old)!.path, before: withoutPath(old), after: withoutPath(now) };
}

function withoutPath(entry: ReturnType<typeof memberAt> | null): MemberDifference['before'] {
  if (!entry) return null;
  const { type, mode, size, mtime, linkTarget } = entry;
  return { type, mode, size, mtime, ...(linkTarget !== undefined && { linkTarget }) };
}

function byName(listing: ArchiveListing): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (let row = 0; row < listing.length; row++) rows.set(memberName(listing, row), row);
  return rows;
}

function differs(a: ArchiveListing, x: number, b: ArchiveListing, y: number): boolean {
  const [one, other] = [memberAt(a, x), memberAt(b, y)];
  const [old, now] = [a.contents?.[x], b.contents?.[y]];
  return (
    one.type !== other.type ||
    one.size !== other.size ||
    one.linkTarget !== other.linkTarget ||
    (one.mode !== null && other.mode !== null && one.mode !== other.mode) ||
    (old !== undefined && now !== undefined && old !== now)
  );
}

/** What tells the bytes of members has done its work. */
function withoutContents(listing: ArchiveListing): ArchiveListing {
  const { length, text, ends, type, mode, size, mtime, contentSize } = listing;
  return { length, text, ends, type, mode, size, mtime, contentSize };
}
