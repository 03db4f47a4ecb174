import type { FindingCount } from '../../../../shared/model/findings.ts';
import type { SpaceSummary } from '../../../../shared/model/space.ts';
import { judge, type RuleResult, type RuleUnit } from './rule.ts';

/** What rules are about. */
export interface Measured {
  readonly space: SpaceSummary;
  readonly findings: readonly FindingCount[];
  /** Undefined when no rule asks for it: files must be read. */
  readonly duplicateBytes?: number;
}

interface RuleSpec {
  readonly bound: 'least' | 'most';
  readonly unit: RuleUnit;
  readonly help: string;
  readonly measure: (measured: Measured) => number;
}

/** Outcrop's own rules, by the name of their option. */
export const RULES = {
  'min-efficiency': {
    bound: 'least',
    unit: 'ratio',
    help: 'share of the bytes that the merged tree shows',
    measure: ({ space }) => space.efficiency,
  },
  'max-hidden': {
    bound: 'most',
    unit: 'bytes',
    help: 'bytes that are hidden and still ship',
    measure: ({ space }) => space.hiddenSize,
  },
  'max-size': {
    bound: 'most',
    unit: 'bytes',
    help: 'bytes of files in all layers',
    measure: ({ space }) => space.contentSize,
  },
  'max-duplicates': {
    bound: 'most',
    unit: 'bytes',
    help: 'bytes of files that are stored more than once, beyond the first',
    measure: ({ duplicateBytes = 0 }) => duplicateBytes,
  },
  'max-hidden-secrets': {
    bound: 'most',
    unit: 'count',
    help: 'deleted or replaced files whose name looks like a secret',
    measure: ({ findings }) => countOf(findings, 'secret-name', 'hidden'),
  },
  'max-secrets': {
    bound: 'most',
    unit: 'count',
    help: 'visible files whose name looks like a secret',
    measure: ({ findings }) => countOf(findings, 'secret-name', 'visible'),
  },
  'max-setuid': {
    bound: 'most',
    unit: 'count',
    help: 'visible files that run as their owner',
    measure: ({ findings }) => countOf(findings, 'setuid', 'visible'),
  },
  'max-world-writable': {
    bound: 'most',
    unit: 'count',
    help: 'visible files and folders that everyone may write to',
    measure: ({ findings }) => countOf(findings, 'world-writable', 'visible'),
  },
} as const satisfies Readonly<Record<string, RuleSpec>>;

export type RuleName = keyof typeof RULES;
export const RULE_NAMES = Object.keys(RULES) as RuleName[];

/** What is checked when nobody says what. */
export const DEFAULT_LIMITS: Limits = { 'min-efficiency': 0.9, 'max-hidden-secrets': 0 };
export type Limits = Readonly<Partial<Record<RuleName, number>>>;

/** The rules that have a limit, in one order. */
export function checkRules(limits: Limits, measured: Measured): RuleResult[] {
  return RULE_NAMES.flatMap((name) => {
    const limit = limits[name];
    const { bound, unit, measure } = RULES[name];
    return limit === undefined ? [] : [judge({ name, kind: 'outcrop' }, bound, measure(measured), limit, unit)];
  });
}

function countOf(findings: readonly FindingCount[], kind: FindingCount['kind'], state: 'visible' | 'hidden'): number {
  return findings.find((count) => count.kind === kind)?.[state] ?? 0;
}
