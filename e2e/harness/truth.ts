import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryType } from '../../shared/model/entry.ts';

/** What both the truth and the product say of one path, in one spelling. Fields that one side cannot know are left out. */
export interface Facts {
  readonly type: EntryType;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size?: number;
  readonly mtime?: number;
  readonly linkTarget?: string;
  readonly device?: string;
  readonly xattrs?: Readonly<Record<string, string>>;
  /** Every path with the same inode has the same group. */
  readonly group?: string;
}

/** A line of truth/*.jsonl; the keys are explained in fixtures/README.md. */
interface TruthLine {
  readonly p: string;
  readonly pb64?: string;
  readonly t: 'f' | 'd' | 'l' | 'h' | 'c' | 'b' | 'p';
  readonly m: string;
  readonly u: number;
  readonly g: number;
  readonly s: number;
  readonly mt: number;
  readonly l?: string;
  readonly h?: string;
  readonly hl?: string;
  readonly dev?: string;
  readonly x?: Readonly<Record<string, string>>;
}

/** A line of `ls --json`. */
export interface ListedEntry {
  readonly path: string;
  readonly rawPath?: string;
  readonly type: EntryType;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly linkTarget?: string;
  readonly hardlink?: string;
  readonly major?: number;
  readonly minor?: number;
  readonly xattrs?: Readonly<Record<string, string>>;
  readonly layer: number;
  readonly implicit: boolean;
}

export interface HiddenTruth {
  readonly p: string;
  readonly bytes: number;
  readonly added: number;
  readonly hidden: number;
}

const TYPES: Readonly<Record<TruthLine['t'], EntryType>> = {
  f: 'file',
  d: 'dir',
  l: 'symlink',
  h: 'file',
  c: 'char',
  b: 'block',
  p: 'fifo',
};

/**
 * The merged tree as the kernel showed it, by path in latin-1 spelling of its bytes: names need not be UTF-8.
 * The root is left out: no truth tool lists it.
 */
export function mergedTruth(folder: string): Map<string, Facts> {
  return byPath(lines(join(folder, 'rootfs.overlayfs.jsonl')), (line) => ({
    ...common(line),
    size: line.t === 'f' ? line.s : 0,
    mtime: line.mt,
    ...(line.hl !== undefined && { group: line.hl }),
  }));
}

/** sha256 of the content per path, of the merged tree; one path per hard-link group. */
export function contentTruth(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines(join(folder, 'rootfs.overlayfs.jsonl')))
    if (line.h !== undefined && (line.hl === undefined || line.hl === line.p)) found.set(bytesOf(line), line.h);
  return found;
}

/** The entries of one layer's tar, as GNU tar and Python's tarfile list them. A hard link says its target. */
export function layerTruth(folder: string, layer: number): Map<string, Facts> {
  const file = join(folder, `layer-${String(layer).padStart(2, '0')}.jsonl`);
  return byPath(lines(file), (line) => ({
    ...common(line),
    mtime: line.mt,
    ...(line.t !== 'h' && { size: line.t === 'f' ? line.s : 0 }),
    ...(line.t === 'h' && { group: `/${line.l}` }),
  }));
}

/** The merged tree as the product lists it. */
export function mergedFacts(entries: readonly ListedEntry[]): Map<string, Facts> {
  const groups = linkGroups(entries);
  return byEntry(entries, (entry) => {
    const group = groups.get(entry.path);
    return { ...listed(entry), size: entry.size, mtime: entry.mtime, ...(group !== undefined && { group }) };
  });
}

/** One layer's own entries as the product lists them. */
export function layerFacts(entries: readonly ListedEntry[]): Map<string, Facts> {
  return byEntry(
    entries.filter((entry) => !entry.implicit),
    (entry) => ({
      ...listed(entry),
      mtime: entry.mtime,
      ...(entry.hardlink === undefined ? { size: entry.size } : { group: entry.hardlink }),
    }),
  );
}

/** Every disagreement as a sentence, at most 20 of them; empty when the two are equal. */
export function disagreements(expected: ReadonlyMap<string, Facts>, actual: ReadonlyMap<string, Facts>): string[] {
  const found: string[] = [];
  for (const [path, facts] of expected) {
    const told = actual.get(path);
    if (!told) found.push(`${path} is missing`);
    else if (!same(facts, told)) found.push(`${path}: ${JSON.stringify(facts)} expected, ${JSON.stringify(told)} told`);
  }
  for (const path of actual.keys()) if (!expected.has(path)) found.push(`${path} should not be there`);
  return found.length > 20 ? [...found.slice(0, 20), `and ${found.length - 20} more`] : found;
}

export function hiddenTruth(folder: string): readonly HiddenTruth[] {
  const waste = JSON.parse(readFileSync(join(folder, 'waste.json'), 'utf8')) as { hidden: HiddenTruth[] };
  return waste.hidden;
}

/** diffIDs, base first, as sha256sum gave them for the layers' tars. */
export function diffIDTruth(folder: string): string[] {
  const layers = JSON.parse(readFileSync(join(folder, 'layers.json'), 'utf8')) as { sha256: string }[];
  return layers.map(({ sha256 }) => `sha256:${sha256}`);
}

function lines(file: string): TruthLine[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TruthLine);
}

function byPath(from: readonly TruthLine[], facts: (line: TruthLine) => Facts): Map<string, Facts> {
  return new Map(from.map((line) => [bytesOf(line), facts(line)]));
}

/** A name's bytes as latin-1, so that what is not UTF-8 can be a key too. */
function bytesOf({ p, pb64 }: TruthLine): string {
  const bytes = pb64 === undefined ? Buffer.from(p) : Buffer.from(pb64, 'base64');
  return `/${bytes.toString('latin1')}`;
}

function byEntry(entries: readonly ListedEntry[], facts: (entry: ListedEntry) => Facts): Map<string, Facts> {
  return new Map(
    entries
      .filter(({ path }) => path !== '/')
      .map((entry) => {
        const bytes = entry.rawPath === undefined ? Buffer.from(entry.path) : Buffer.from(entry.rawPath, 'base64');
        return [bytes.toString('latin1'), facts(entry)];
      }),
  );
}

function common({ t, m, u, g, l, dev, x }: TruthLine): Facts {
  return {
    type: TYPES[t],
    mode: m,
    uid: u,
    gid: g,
    ...(t === 'l' && { linkTarget: l ?? '' }),
    ...(dev !== undefined && { device: dev }),
    ...(x !== undefined && { xattrs: x }),
  };
}

function listed({ type, mode, uid, gid, linkTarget, major, minor, xattrs }: ListedEntry): Facts {
  return {
    type,
    mode,
    uid,
    gid,
    ...(linkTarget !== undefined && { linkTarget }),
    ...(major !== undefined && { device: `${major}:${minor}` }),
    ...(xattrs !== undefined && { xattrs }),
  };
}

/** The truth names a group after its first path in order; the product says only what each link points to. */
function linkGroups(entries: readonly ListedEntry[]): Map<string, string> {
  const target = new Map(entries.flatMap(({ path, hardlink }) => (hardlink === undefined ? [] : [[path, hardlink]])));
  const root = (path: string): string => {
    const next = target.get(path);
    return next === undefined || next === path ? path : root(next);
  };
  const members = Map.groupBy(
    entries.filter(({ type }) => type !== 'dir').map(({ path }) => path),
    root,
  );
  const groups = new Map<string, string>();
  for (const paths of members.values()) {
    if (paths.length === 1) continue;
    const first = paths.toSorted()[0] ?? '';
    for (const path of paths) groups.set(path, first.slice(1));
  }
  return groups;
}

function same(expected: Facts, told: Facts): boolean {
  const keys = new Set([...Object.keys(expected), ...Object.keys(told)]) as Set<keyof Facts>;
  return [...keys].every((key) => JSON.stringify(sorted(expected[key])) === JSON.stringify(sorted(told[key])));
}

function sorted(value: Facts[keyof Facts]): unknown {
  return typeof value === 'object' ? Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)) : value;
}
