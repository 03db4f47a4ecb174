import { formatBytes } from '../../../../shared/format/bytes.ts';

/** One rule after it was looked at. */
export interface RuleResult {
  readonly name: string;
  /** `dive`: dive's rule on dive's numbers, so that its verdict is the same. */
  readonly kind: 'outcrop' | 'dive';
  /** `skip`: switched off. */
  readonly status: 'pass' | 'fail' | 'skip';
  /** Null where there is no number: nothing to divide by. */
  readonly actual: number | null;
  readonly limit: number | null;
  /** One sentence. */
  readonly message: string;
}

/** What a number counts, for the sentence. */
export type RuleUnit = 'bytes' | 'ratio' | 'count';

/** @param limit the least (most) that is allowed; NaN actual passes, as nothing was measured */
export function judge(
  rule: Pick<RuleResult, 'name' | 'kind'>,
  bound: 'least' | 'most',
  actual: number,
  limit: number,
  unit: RuleUnit,
): RuleResult {
  const failed = bound === 'least' ? actual < limit : actual > limit;
  const relation = bound === 'least' ? 'at least' : 'at most';
  const shown = Number.isNaN(actual) ? 'nothing to measure' : describe(actual, unit);
  return {
    ...rule,
    status: failed ? 'fail' : 'pass',
    actual: Number.isFinite(actual) ? actual : null,
    limit,
    message: `${shown}, ${relation} ${describe(limit, unit)} is allowed`.replace(/^./, (first) => first.toUpperCase()),
  };
}

export function skipped(rule: Pick<RuleResult, 'name' | 'kind'>): RuleResult {
  return { ...rule, status: 'skip', actual: null, limit: null, message: 'Switched off' };
}

function describe(value: number, unit: RuleUnit): string {
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'count') return String(value);
  return Number.isFinite(value) ? value.toFixed(4).replace(/\.?0+$/, '') : 'infinitely more than was added';
}
