import { describe, expect, test } from 'vitest';
import type { DiveScore, SpaceSummary } from '../../../../shared/model/space.ts';
import { parseByteSize } from '../../../../shared/format/byte-size.ts';
import { checkRules, type Limits } from './check-rules.ts';
import { checkDive, parseDiveCI, type DiveRules } from './dive-ci.ts';

test.each<[string, number | undefined]>([
  ['20MB', 20_000_000],
  ['20 mb', 20_000_000],
  ['1.5GiB', 1.5 * 2 ** 30],
  ['3k', 3000],
  ['3Ki', 3072],
  ['0', 0],
  ['17', 17],
  ['', undefined],
  ['MB', undefined],
  ['-1', undefined],
  ['1 furlong', undefined],
  ['99999999999TB', undefined],
])('the size %j', (text, bytes) => expect(parseByteSize(text)).toBe(bytes));

describe('.dive-ci', () => {
  test.each<[string, string, DiveRules]>([
    [
      "dive's own example",
      'rules:\n  # If the efficiency is measured below X%, mark as failed.\n  lowestEfficiency: 0.95\n\n  highestWastedBytes: 20MB # most\n  highestUserWastedPercent: 0.20\n',
      { lowestEfficiency: '0.95', highestWastedBytes: '20MB', highestUserWastedPercent: '0.20' },
    ],
    ['dashes and quotes', 'rules:\r\n    lowest-efficiency: "0.5"\r\n', { lowestEfficiency: '0.5' }],
    [
      'a rule switched off',
      "rules:\n  highestUserWastedPercent: 'disabled'\n",
      { highestUserWastedPercent: 'disabled' },
    ],
    ['an empty value', 'rules:\n  lowestEfficiency:\n', { lowestEfficiency: '' }],
    ['other sections', 'log:\n  level: debug\nrules:\n  lowestEfficiency: 1\n', { lowestEfficiency: '1' }],
    ['nothing', '', {}],
  ])('%s', (_, text, rules) => expect(parseDiveCI(text, '.dive-ci')).toEqual(rules));

  test.each([
    ['rules:\n  lowestEfficiency 0.9\n', 'Line 2'],
    ['rules:\n  lowestEfficency: 0.9\n', 'lowestEfficency'],
    ['- a list\n', 'Line 1'],
  ])('%j is refused, and the message says where', (text, where) => {
    expect(() => parseDiveCI(text, '.dive-ci')).toThrow(where);
  });
});

const score = (efficiency: number, wastedBytes: number, userBytes: number): DiveScore => ({
  efficiency,
  wastedBytes,
  userBytes,
  userWastedPercent: userBytes === 0 ? null : wastedBytes / userBytes,
});

describe("dive's rules", () => {
  test.each<[string, DiveRules, DiveScore, string]>([
    ['defaults', {}, score(0.95, 5, 100), 'pass skip pass'],
    ['efficiency at the limit passes', {}, score(0.9, 0, 100), 'pass skip pass'],
    ['below it fails', {}, score(0.8999, 0, 100), 'fail skip pass'],
    ['waste at the limit passes', { highestWastedBytes: '20MB' }, score(1, 20_000_000, 1e9), 'pass pass pass'],
    ['above it fails', { highestWastedBytes: '20MB' }, score(1, 20_000_001, 1e9), 'pass fail pass'],
    ['one layer: 0/0 passes', {}, score(1, 0, 0), 'pass skip pass'],
    ['only whiteouts above the base: +Inf fails', {}, score(1, 10, 0), 'pass skip fail'],
    ['all off', { lowestEfficiency: 'off', highestUserWastedPercent: 'false' }, score(0, 1, 1), 'skip skip skip'],
  ])('%s', (_, rules, measured, states) => {
    expect(
      checkDive(rules, measured)
        .map(({ status }) => status)
        .join(' '),
    ).toBe(states);
  });

  test.each<DiveRules>([{ lowestEfficiency: '2' }, { lowestEfficiency: 'high' }, { highestWastedBytes: 'much' }])(
    '%j is refused',
    (rules) => expect(() => checkDive(rules, score(1, 0, 1))).toThrow(expect.objectContaining({ code: 'bad-request' })),
  );
});

describe('own rules', () => {
  const space: SpaceSummary = {
    contentSize: 1000,
    visibleSize: 800,
    hiddenSize: 200,
    hiddenCount: 3,
    efficiency: 0.8,
    layers: [],
    dive: { efficiency: 1, wastedBytes: 0, userBytes: 0, userWastedPercent: null },
  };
  const findings = [
    { kind: 'secret-name', visible: 1, hidden: 2 },
    { kind: 'setuid', visible: 4, hidden: 0 },
    { kind: 'world-writable', visible: 0, hidden: 9 },
  ] as const;
  test.each<[Limits, string]>([
    [{ 'min-efficiency': 0.8 }, 'pass'],
    [{ 'min-efficiency': 0.81 }, 'fail'],
    [{ 'max-hidden': 200, 'max-size': 999 }, 'pass fail'],
    [{ 'max-secrets': 1, 'max-hidden-secrets': 1 }, 'fail pass'],
    [{ 'max-setuid': 3, 'max-world-writable': 0 }, 'fail pass'],
    [{ 'max-duplicates': 49 }, 'fail'],
    [{}, ''],
  ])('%j', (limits, states) => {
    const rules = checkRules(limits, { space, findings, duplicateBytes: 50 });
    expect(rules.map(({ status }) => status).join(' ')).toBe(states);
  });
});
