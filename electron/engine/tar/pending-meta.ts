import type { Header } from './header.ts';
import { parseDecimal, parsePaxTime } from './numeric.ts';
import { latin1, PAX, PaxRecords, xattrsOf } from './pax.ts';
import type { TarWarnings } from './tar-warnings.ts';

export type MetaKind = 'x' | 'g' | 'L' | 'K';

/** Distinct xattr sets kept to be shared: SELinux labels give a million files a handful. */
const INTERNED_SETS = 4096;

export interface FoundXattrs {
  readonly xattrs: ReadonlyMap<string, Uint8Array>;
  /** Bytes this set adds to what is kept. */
  readonly newBytes: number;
  readonly onlyLibarchive: boolean;
  /** Holds some that are private to overlayfs: a mount of the unpacked layer would obey them (kernel, overlayfs.rst). */
  readonly ofOverlay: boolean;
}

/** What extended headers said about the entry to come (Go archive/tar, Reader.next). */
export class PendingMeta {
  pax: PaxRecords | undefined;
  /** Headers since the last entry. */
  count = 0;
  private longName: Uint8Array | undefined;
  private longLink: Uint8Array | undefined;
  private readonly headerName = new Uint8Array(100);
  private headerNameLength = 0;
  private readonly interned = new Map<string, FoundXattrs>();

  /** The name and the link that replace the header's own; the spans are set with them. */
  nameBytes: Uint8Array | undefined;
  nameStart = 0;
  nameEnd = 0;
  linkBytes: Uint8Array | undefined;
  linkStart = 0;
  linkEnd = 0;

  /** Counts one more header; its own name is for messages. */
  open(bytes: Uint8Array, at: number, nameLength: number): void {
    this.count++;
    this.headerNameLength = nameLength;
    for (let i = 0; i < nameLength; i++) this.headerName[i] = bytes[at + i]!;
  }
  get lastName(): Uint8Array {
    return this.headerName.subarray(0, this.headerNameLength);
  }

  clear(): void {
    this.count = 0;
    this.pax = undefined;
    this.longName = undefined;
    this.longLink = undefined;
    this.nameBytes = undefined;
    this.linkBytes = undefined;
  }

  /** @returns false when a record is malformed */
  take(kind: MetaKind, body: Uint8Array, from: number, to: number, warnings: TarWarnings): boolean {
    if (kind === 'x') {
      if (this.pax) warnings.add('pax-stacked', this.lastName);
      this.pax = new PaxRecords();
      return this.pax.parse(body, from, to);
    }
    if (kind === 'g') return this.takeGlobal(body, from, to, warnings);
    const end = body.indexOf(0, from);
    const text = body.slice(from, end < 0 || end > to ? to : end);
    if (text.length === 0) warnings.add('empty-long-name', this.lastName);
    if (kind === 'L') this.longName = text;
    else this.longLink = text;
    return true;
  }

  /** Go returns a global header as an entry of its own, so what stood before it is lost. */
  private takeGlobal(body: Uint8Array, from: number, to: number, warnings: TarWarnings): boolean {
    const records = new PaxRecords();
    if (!records.parse(body, from, to)) return false;
    if (this.count > 1) warnings.add('dangling-header', this.lastName);
    const sets = Object.values(PAX).some((key) => records.has(key)) || records.others || records.sparsePairs;
    if (sets) warnings.add('pax-global', this.lastName);
    this.clear();
    return true;
  }

  /**
   * Lays what is pending over the header of the entry.
   * @returns what is wrong, as the end of a sentence, when the entry cannot be read
   */
  apply(header: Header, warnings: TarWarnings, name: Uint8Array): string | undefined {
    const { pax, longName, longLink } = this;
    if (pax) {
      const problem = applyNumbers(pax, header, warnings, name);
      if (problem) return problem;
      if (pax.oddLength) warnings.add('pax-odd-length', name);
      if (pax.emptyValue) warnings.add('pax-empty-value', name);
      if (pax.has(PAX.path)) this.setName(pax.body, pax.start(PAX.path), pax.end(PAX.path));
      if (pax.has(PAX.linkpath)) this.setLink(pax.body, pax.start(PAX.linkpath), pax.end(PAX.linkpath));
    }
    if (longName && longName.length > 0) {
      if (this.nameBytes && pax?.text(PAX.path) !== latin1(longName, 0, longName.length))
        warnings.add('long-name-conflict', longName);
      this.setName(longName, 0, longName.length);
    }
    if (longLink && longLink.length > 0) this.setLink(longLink, 0, longLink.length);
    return undefined;
  }

  private setName(bytes: Uint8Array, from: number, to: number): void {
    this.nameBytes = bytes;
    this.nameStart = from;
    this.nameEnd = to;
  }
  private setLink(bytes: Uint8Array, from: number, to: number): void {
    this.linkBytes = bytes;
    this.linkStart = from;
    this.linkEnd = to;
  }

  /** The pending xattrs; the same object for the same attributes. */
  xattrs(): FoundXattrs | undefined {
    const others = this.pax?.others;
    if (!others) return undefined;
    let key = '';
    for (const [name, value] of others)
      if (!name.startsWith('GNU.')) key += `${name}=${value.length}:${latin1(value, 0, value.length)}`;
    const known = this.interned.get(key);
    if (known) return known;
    const xattrs = xattrsOf(others);
    if (!xattrs) return undefined;
    const onlyLibarchive = ![...others.keys()].some((name) => name.startsWith('SCHILY.'));
    const ofOverlay = [...xattrs.keys()].some((name) => /^(?:trusted|user)\.overlay\./.test(name));
    if (this.interned.size < INTERNED_SETS && key.length < 4096)
      this.interned.set(key, { xattrs, newBytes: 16, onlyLibarchive, ofOverlay });
    return { xattrs, newBytes: key.length, onlyLibarchive, ofOverlay };
  }
}

function applyNumbers(pax: PaxRecords, header: Header, warnings: TarWarnings, name: Uint8Array): string | undefined {
  if (pax.has(PAX.size)) {
    const text = pax.text(PAX.size);
    header.size = parseDecimal(text);
    if (Number.isNaN(header.size)) return 'has a PAX size that is no number';
    if (text.startsWith('+')) warnings.add('pax-odd-number', name);
  }
  const uid = pax.has(PAX.uid) ? parseDecimal(pax.text(PAX.uid)) : header.uid;
  const gid = pax.has(PAX.gid) ? parseDecimal(pax.text(PAX.gid)) : header.gid;
  if (Number.isNaN(uid + gid)) warnings.add('pax-bad-owner', name);
  if (!Number.isNaN(uid)) header.uid = uid;
  if (!Number.isNaN(gid)) header.gid = gid;
  const mtime = pax.has(PAX.mtime) ? parsePaxTime(pax.text(PAX.mtime)) : header.mtime;
  if (Number.isNaN(mtime)) warnings.add('pax-bad-mtime', name);
  else header.mtime = mtime;
  return undefined;
}
