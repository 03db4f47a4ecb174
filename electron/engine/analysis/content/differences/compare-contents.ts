import type { Limits } from '../../../limits/limits.ts';
import {
  MAX_COMPARED_TEXT,
  type ContentDifference,
  type InnerDifference,
} from '../../../../../shared/model/content-difference.ts';
import { throwIfCancelled } from '../../../compression/stored-input.ts';
import type { Body } from '../body.ts';
import { describeContent, type Described } from '../describe-content.ts';
import { factDifferences, hasFacts } from './fact-differences.ts';
import { firstDifference } from './first-difference.ts';
import { memberDifferences, type MemberDifferences } from './member-differences.ts';
import { NO_TEXT, textDifference } from './text-difference.ts';

export interface ComparedContents {
  readonly difference: ContentDifference;
  /** Of two archives. */
  readonly members?: MemberDifferences;
}

/**
 * What differs inside two files, by their bytes. Bounded as `describeContent` is, but that both are read to the first
 * byte that differs. @throws OutcropError `layer-damaged`, `unreadable`, `cancelled`
 */
export async function compareContents(
  a: Body,
  b: Body,
  cancelled: () => boolean,
  limits?: Limits,
): Promise<ComparedContents> {
  const sizes = { sizeBefore: a.size, sizeAfter: b.size };
  const first = firstDifference(a, b, () => throwIfCancelled({ cancelled }));
  if (first === null) return { difference: { ...sizes, firstDifference: null, ...NO_TEXT, inner: { kind: 'none' } } };
  const before = await describeContent(a, cancelled, { withContents: true, limits });
  const after = await describeContent(b, cancelled, { withContents: true, limits });
  const { inner, members } = innerDifference(before, after);
  const isText = inner.kind !== 'archive';
  const text =
    isText && Math.max(a.size, b.size) <= MAX_COMPARED_TEXT ? textDifference(wholeOf(a), wholeOf(b)) : NO_TEXT;
  return { difference: { ...sizes, firstDifference: first, ...text, inner }, ...(members && { members }) };
}

function innerDifference(a: Described, b: Described): { inner: InnerDifference; members?: MemberDifferences } {
  const [before, after] = [a.summary, b.summary];
  if (before.kind !== after.kind) return { inner: { kind: 'kinds', before: before.kind, after: after.kind } };
  if (before.kind === 'archive' && after.kind === 'archive' && a.listing && b.listing) {
    const members = memberDifferences(a.listing, b.listing);
    return { inner: { kind: 'archive', before, after, ...members.counts }, members };
  }
  if (hasFacts(before) && hasFacts(after))
    return { inner: { kind: 'facts', of: before.kind, facts: factDifferences(before, after) } };
  return { inner: { kind: 'none' } };
}

function wholeOf(body: Body): Uint8Array {
  const bytes = new Uint8Array(body.size);
  let filled = 0;
  for (const chunk of body.stream(0)) {
    bytes.set(chunk, filled);
    filled += chunk.length;
  }
  return bytes.subarray(0, filled);
}
