import { FINDING_KINDS, type Finding, type FindingCount } from '../../../shared/model/findings.ts';
import { findAll } from '../analysis/findings/find-all.ts';
import { pathText } from '../union/path-text.ts';
import { describeVersion } from './describe-version.ts';
import type { Stack } from './stack.ts';
import { hiddenByOf } from './tell-story.ts';

/** All findings as rows, visible ones first. */
export function imageFindings(stack: Stack): {
  readonly counts: readonly FindingCount[];
  readonly rows: readonly Finding[];
} {
  const { table, indexes } = stack;
  const rows = [...findAll(table, indexes)].map(({ kind, rule, version }): Finding => {
    const { layer, mode, uid, gid, size } = describeVersion(stack, version);
    const hiddenBy = hiddenByOf(stack, version);
    const path = table.versionPath[version]!;
    return {
      kind,
      rule,
      pathID: path,
      ...pathText(table, path),
      layer,
      mode,
      uid,
      gid,
      size,
      visible: hiddenBy === undefined,
      ...(hiddenBy && { hiddenBy }),
    };
  });
  const count = (kind: Finding['kind'], visible: boolean) =>
    rows.filter((row) => row.kind === kind && row.visible === visible).length;
  return {
    counts: FINDING_KINDS.map((kind) => ({ kind, visible: count(kind, true), hidden: count(kind, false) })),
    rows: rows.toSorted((a, b) => Number(b.visible) - Number(a.visible)),
  };
}
