import { readFile } from 'node:fs/promises';
import { OutcropError } from '../../../shared/errors.ts';
import { parseByteSize } from '../../../shared/format/byte-size.ts';
import { checkRules, DEFAULT_LIMITS, RULE_NAMES, RULES, type Limits } from '../../engine/analysis/check/check-rules.ts';
import { checkDive, DIVE_RULES, parseDiveCI, type DiveRules } from '../../engine/analysis/check/dive-ci.ts';
import type { RuleResult } from '../../engine/analysis/check/rule.ts';
import type { Command, CommandContext } from '../command.ts';
import { writeDocument } from '../json.ts';
import { loadImage } from '../open-image.ts';
import type { OptionTable, Options } from '../options.ts';
import { writeTable } from '../table.ts';

const DIVE_FILE = '.dive-ci';
const VALUES = { bytes: 'SIZE', ratio: 'RATIO', count: 'N' } as const;

const OWN_OPTIONS: OptionTable = Object.fromEntries(
  RULE_NAMES.map((name) => {
    const { bound, unit, help } = RULES[name];
    return [name, { type: 'string', value: VALUES[unit], help: `at ${bound}: ${help}` } as const];
  }),
);
const DIVE_OPTIONS: OptionTable = Object.fromEntries(
  DIVE_RULES.map((name) => [name, { type: 'string', value: 'LIMIT', help: 'dive’s rule, on dive’s numbers' } as const]),
);

export const check: Command = {
  name: 'check',
  summary: 'rules for CI; exit status 1 when one is broken; reads .dive-ci too',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: {
    ...OWN_OPTIONS,
    'ci-config': { type: 'string', value: 'FILE', help: 'rules of dive; .dive-ci in this folder when it is there' },
    ...DIVE_OPTIONS,
  },
  picksImage: true,
  json: `{"ok", "rules": [{"name", "kind": "outcrop" | "dive", "status": "pass" | "fail" | "skip", "actual", "limit", "message"}]}
Without any option and without a .dive-ci: --min-efficiency 0.9 and --max-hidden-secrets 0.
With rules of dive, from a file or options, dive's three are checked with dive's defaults (0.9, disabled, 0.1), on the
numbers that dive would have, so that the verdict is the same. actual is null where dive has NaN (pass) or +Inf (fail).`,
  async run(context) {
    const { options, out, signal, progress } = context;
    const dive = await diveRules(options);
    const asked = ownLimits(options);
    const limits = dive === undefined && Object.keys(asked).length === 0 ? DEFAULT_LIMITS : asked;
    const loaded = await loadImage(context);
    const space = await loaded.space.summary({ signal, onProgress: progress });
    const duplicates =
      limits['max-duplicates'] === undefined
        ? undefined
        : await loaded.space.duplicates({ signal, onProgress: progress });
    const rules = [
      ...checkRules(limits, {
        space,
        findings: (await loaded.findings(signal)).counts,
        ...(duplicates && { duplicateBytes: duplicates.summary.wastedSize }),
      }),
      ...(dive ? checkDive(dive, space.dive) : []),
    ];
    const ok = rules.every(({ status }) => status !== 'fail');
    if (options.flag('json')) await writeDocument(out, { ok, rules: rules.map(ruleJSON) });
    else await writeRules(out, rules, ok);
    return ok ? 0 : 1;
  },
};

function ownLimits(options: Options): Limits {
  const limits: Partial<Record<(typeof RULE_NAMES)[number], number>> = {};
  for (const name of RULE_NAMES) {
    const text = options.text(name);
    if (text !== undefined) limits[name] = limitOf(name, text);
  }
  return limits;
}

function limitOf(name: (typeof RULE_NAMES)[number], text: string): number {
  const { unit } = RULES[name];
  const value = unit === 'bytes' ? parseByteSize(text) : /^\d*\.?\d+$/.test(text) ? Number(text) : undefined;
  const isFitting =
    value !== undefined && (unit === 'bytes' || (unit === 'ratio' ? value <= 1 : Number.isInteger(value)));
  if (isFitting) return value;
  const wanted = { bytes: 'a size such as 20MB', ratio: 'a ratio from 0 to 1', count: 'a whole number' }[unit];
  throw new OutcropError('bad-request', `--${name} wants ${wanted}, not “${text}”.`);
}

/** From the file, then from options; undefined when neither is there. */
async function diveRules(options: Options): Promise<DiveRules | undefined> {
  const named = options.text('ci-config');
  const file = named ?? DIVE_FILE;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && named === undefined) return undefined;
    const code = error.code === 'ENOENT' ? 'not-found' : 'unreadable';
    throw new OutcropError(code, `${file} cannot be read (${error.code}); name a file of rules.`, { file }, error);
  });
  const flags = Object.fromEntries(
    DIVE_RULES.flatMap((name) => {
      const value = options.text(name);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as DiveRules;
  if (text === undefined && Object.keys(flags).length === 0) return undefined;
  return { ...(text !== undefined && parseDiveCI(text, file)), ...flags };
}

const STYLES = { pass: 'green', fail: 'red', skip: 'dim' } as const;

async function writeRules(out: CommandContext['out'], rules: readonly RuleResult[], ok: boolean): Promise<void> {
  await writeTable(
    out,
    [{ title: 'STATE' }, { title: 'RULE' }, { title: 'WHAT WAS FOUND' }],
    rules.map(({ name, kind, status, message }) => [
      { text: status, style: STYLES[status] },
      kind === 'dive' ? `${name} (dive)` : name,
      message,
    ]),
  );
  const broken = rules.filter(({ status }) => status === 'fail').length;
  await out.write(
    ok
      ? out.paint('green', '\nNo rule is broken.\n')
      : out.paint('red', `\n${broken} of ${rules.length} rules are broken.\n`),
  );
}

function ruleJSON({ name, kind, status, actual, limit, message }: RuleResult) {
  return { name, kind, status, actual, limit, message };
}
