import { OutcropError } from '../../../shared/errors.ts';
import type { UnionID } from '../../../shared/model/compare.ts';
import type { ContentDifference, MemberDifferencePage } from '../../../shared/model/content-difference.ts';
import type { ComparedContents } from '../analysis/content/differences/compare-contents.ts';
import { memberPage } from '../analysis/content/differences/member-differences.ts';
import { NO_TEXT } from '../analysis/content/differences/text-difference.ts';
import { keyBit } from '../compare/compare-rows.ts';
import { fileSize } from '../compare/unite-trees.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { pathText } from '../union/path-text.ts';
import type { ComparisonParts, HashedLoadedSide } from './compared-side.ts';
import { createReader } from './read-version.ts';

/** Comparisons that are kept: what a window shows, and what was shown just before. */
const KEPT = 4;
/** Someone looks at it; after the bytes, which show first. */
const PRIORITY = 1;
const FILE = TYPE_CODES.indexOf('file');
const CONTENT = keyBit('content');

/** What differs inside single files, found out by worker threads when it is asked for. */
export interface FileComparisons {
  /** @throws OutcropError `no-such-path`, `not-a-file`, `layer-damaged`, `unreadable` */
  content(row: UnionID, signal?: AbortSignal): Promise<ContentDifference>;
  /** @param end exclusive; clipped @throws OutcropError as `content` */
  members(row: UnionID, start: number, end: number, signal?: AbortSignal): Promise<MemberDifferencePage>;
}

export function createFileComparisons(parts: ComparisonParts): FileComparisons {
  const kept = new Map<string, ComparedContents>();
  const of = async (row: UnionID, signal: AbortSignal | undefined): Promise<ComparedContents> => {
    const pair = versionsOf(parts, row);
    const key = `${pair.before} ${pair.after}`;
    const known = kept.get(key);
    kept.delete(key);
    const found = known ?? (await compare(parts, pair, signal));
    kept.set(key, found);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return found;
  };
  return {
    content: async (row, signal) => (await of(row, signal)).difference,
    members: async (row, start, end, signal) => memberPage((await of(row, signal)).members, start, end),
  };
}

const isFile = ({ stack }: HashedLoadedSide, version: number) => version !== -1 && stack.table.type[version] === FILE;

interface Pair {
  readonly before: number;
  readonly after: number;
  readonly isSame: boolean;
}

/** The versions on both sides; of what moved, where it was and where it is. */
function versionsOf({ tree, before, after }: ComparisonParts, row: UnionID): Pair {
  if (!(row >= 0 && row < tree.length))
    throw new OutcropError('no-such-path', `The comparison has no path ${row}; ask for one of its rows.`);
  const partner = tree.partner[row]!;
  const other = partner === -1 ? row : partner;
  const a = tree.before[tree.before[row] === -1 ? other : row]!;
  const b = tree.after[tree.after[row] === -1 ? other : row]!;
  if (!isFile(before, a) || !isFile(after, b)) {
    const { path } = pathText(tree, row);
    throw new OutcropError(
      'not-a-file',
      `${path} is not a regular file on both sides; only files have content to compare.`,
      {
        path,
      },
    );
  }
  const isSame = partner === -1 ? (tree.keys[row]! & CONTENT) === 0 : tree.likeness[row] === 100;
  return { before: a, after: b, isSame };
}

async function compare(
  { before, after, pool }: ComparisonParts,
  { before: a, after: b, isSame }: Pair,
  signal: AbortSignal | undefined,
): Promise<ComparedContents> {
  const [sizeBefore, sizeAfter] = [fileSize(before.stack, a), fileSize(after.stack, b)];
  if (isSame)
    return { difference: { sizeBefore, sizeAfter, firstDifference: null, ...NO_TEXT, inner: { kind: 'none' } } };
  const bodies = { before: await bodyOf(before, a, signal), after: await bodyOf(after, b, signal) };
  return pool.run('compareContents', { ...bodies, limits: after.parts.limits }, { signal, priority: PRIORITY });
}

function bodyOf(side: HashedLoadedSide, version: number, signal: AbortSignal | undefined) {
  const { stack, indexed, parts } = side;
  const reader = createReader({ stack, indexed, pool: parts.pool, cacheDir: parts.cacheDir, limits: parts.limits });
  return reader.body(stack.table.versionPath[version]!, stack.table.layer[version], signal);
}
