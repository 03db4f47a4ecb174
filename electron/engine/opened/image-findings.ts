import { FINDING_KINDS, type Finding, type FindingsQuery } from '../../../shared/model/findings.ts';
import { hasCapability } from '../analysis/findings/find-all.ts';
import type { Findings } from '../image-answers.ts';
import { pathText } from '../union/path-text.ts';
import type { Pool } from '../work/pool.ts';
import { describeVersion } from './describe-version.ts';
import type { Stack } from './stack.ts';
import { hiddenByOf } from './tell-story.ts';

/** Someone waits for it. */
const PRIORITY = 2;

/** All that deserves a look, as rows. */
export async function imageFindings(stack: Stack, pool: Pool, signal?: AbortSignal): Promise<Findings> {
  const { table, indexes } = stack;
  const slim = indexes.map(
    (index) => index && { ...index, rare: new Map([...index.rare].filter(([, rare]) => hasCapability(rare))) },
  );
  const found = await pool.run(
    'findAll',
    { table: { ...table, warnings: [] }, indexes: slim },
    { signal, priority: PRIORITY },
  );
  const rows = found.map(({ kind, rule, version }): Finding => {
    const { type, layer, mode, uid, gid, size } = describeVersion(stack, version);
    const hiddenBy = hiddenByOf(stack, version);
    const path = table.versionPath[version]!;
    return {
      kind,
      rule,
      pathID: path,
      ...pathText(table, path),
      type,
      layer,
      mode,
      uid,
      gid,
      size,
      visible: hiddenBy === undefined,
      ...(hiddenBy && { hiddenBy }),
    };
  });
  const sorted = rows.toSorted(byKind);
  const count = (kind: Finding['kind'], visible: boolean) =>
    rows.filter((row) => row.kind === kind && row.visible === visible).length;
  const counts = FINDING_KINDS.map((kind) => ({ kind, visible: count(kind, true), hidden: count(kind, false) }));
  let last: { readonly key: string; readonly rows: readonly Finding[] } | undefined;
  return {
    counts,
    rows: sorted,
    find(query, start, end) {
      // A list is scrolled page by page: the same query comes again and again.
      const key = JSON.stringify(query);
      if (last?.key !== key) last = { key, rows: matching(sorted, query) };
      return { counts, total: last.rows.length, start, rows: last.rows.slice(start, Math.max(start, end)) };
    },
  };
}

function matching(
  rows: readonly Finding[],
  { kinds, visible, filter, sort, descending }: FindingsQuery,
): readonly Finding[] {
  const wanted = filter.toLowerCase();
  const left = rows.filter(
    (row) =>
      (kinds.length === 0 || kinds.includes(row.kind)) &&
      (visible === undefined || row.visible === visible) &&
      (wanted === '' || row.path.toLowerCase().includes(wanted) || row.rule.includes(wanted)),
  );
  if (sort === 'kind') return descending ? left.toReversed() : left;
  const order = descending ? -1 : 1;
  return left.toSorted((a, b) => order * (sort === 'path' ? byPath(a, b) : a[sort] - b[sort]) || byKind(a, b));
}

function byKind(a: Finding, b: Finding): number {
  return (
    FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind) ||
    Number(b.visible) - Number(a.visible) ||
    byPath(a, b) ||
    a.layer - b.layer
  );
}

function byPath(a: Finding, b: Finding): number {
  return a.path < b.path ? -1 : Number(a.path !== b.path);
}
