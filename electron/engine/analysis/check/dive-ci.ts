import { assertNever } from '../../../../shared/assert.ts';
import { OutcropError } from '../../../../shared/errors.ts';
import type { DiveScore } from '../../../../shared/model/space.ts';
import { parseByteSize } from '../../../../shared/format/byte-size.ts';
import { judge, skipped, type RuleResult } from './rule.ts';

/** The rules of dive 0.13 with their defaults (command/ci/rules.go). */
const DEFAULTS = {
  lowestEfficiency: '0.9',
  highestWastedBytes: 'disabled',
  highestUserWastedPercent: '0.1',
} as const;
export type DiveRule = keyof typeof DEFAULTS;
export const DIVE_RULES = Object.keys(DEFAULTS) as DiveRule[];

/** What a file or flags say of each rule, as text; what they leave out has dive's default. */
export type DiveRules = Readonly<Partial<Record<DiveRule, string>>>;

const OFF = new Set(['', 'disabled', 'off', 'false']);

/**
 * A `.dive-ci` file: YAML of one map, `rules:`, of plain values. Nothing more of YAML is read.
 * @param file its name, for messages
 * @throws OutcropError `bad-request` that names the line
 */
export function parseDiveCI(text: string, file: string): DiveRules {
  const rules: Partial<Record<DiveRule, string>> = {};
  let section = '';
  for (const [at, whole] of text.split(/\r?\n/).entries()) {
    const line = whole.replace(/(?:^|\s)#.*$/, '').trimEnd();
    if (line.trim() === '' || line === '---') continue;
    const match = /^(\s*)([\w-]+)\s*:(?:\s+(.*))?$/.exec(line);
    if (!match) throw unreadable(file, at, 'is not “name: value”');
    const [, indent = '', name = '', value = ''] = match;
    if (indent === '') {
      section = name;
      continue;
    }
    if (section !== 'rules') continue;
    // dive 0.13 reads its own configuration with dashes, and `.dive-ci` with capitals.
    const rule = DIVE_RULES.find((known) => known.toLowerCase() === name.replaceAll('-', '').toLowerCase());
    if (!rule) throw unreadable(file, at, `names a rule that is not known, “${name}”`);
    rules[rule] = unquoted(value.trim());
  }
  return rules;
}

/** dive's rules on dive's numbers. @throws OutcropError `bad-request` for a value that is none */
export function checkDive(rules: DiveRules, { efficiency, wastedBytes, userBytes }: DiveScore): RuleResult[] {
  // 0/0 passes and 1/0 fails, as floats compare in dive.
  const wastedShare = wastedBytes / userBytes;
  return DIVE_RULES.map((name) => {
    const text = rules[name] ?? DEFAULTS[name];
    const rule = { name, kind: 'dive' } as const;
    if (OFF.has(text)) return skipped(rule);
    switch (name) {
      case 'lowestEfficiency':
        return judge(rule, 'least', efficiency, ratio(name, text), 'ratio');
      case 'highestWastedBytes':
        return judge(rule, 'most', wastedBytes, bytes(name, text), 'bytes');
      case 'highestUserWastedPercent':
        return judge(rule, 'most', wastedShare, ratio(name, text), 'ratio');
      default:
        return assertNever(name);
    }
  });
}

function ratio(name: string, text: string): number {
  const value = /^\d*\.?\d+(?:e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new OutcropError('bad-request', `${name} wants a ratio from 0 to 1, or “disabled”, not “${text}”.`);
}

function bytes(name: string, text: string): number {
  const value = parseByteSize(text);
  if (value !== undefined) return value;
  throw new OutcropError('bad-request', `${name} wants a size such as 20MB, or “disabled”, not “${text}”.`);
}

function unquoted(text: string): string {
  return /^(?:"[^"]*"|'[^']*')$/.test(text) ? text.slice(1, -1) : text;
}

function unreadable(file: string, line: number, what: string): OutcropError {
  return new OutcropError('bad-request', `Line ${line + 1} of ${file} ${what}; see .dive-ci of dive for the form.`, {
    file,
  });
}
