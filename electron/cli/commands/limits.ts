import { LIMITS, type LimitName } from '../../engine/limits/limits.ts';
import type { Command } from '../command.ts';
import { writeDocument } from '../json.ts';
import { writeTable } from '../table.ts';

export const limits: Command = {
  name: 'limits',
  summary: 'what an image may cost before it is refused, and why',
  operands: '',
  operandCount: { min: 0, max: 0 },
  options: {},
  picksImage: false,
  json: `[{"name", "value", "unit", "adjustable", "reason"}]
value is the one in force, so that --limit NAME=N shows here; only adjustable ones take another.`,
  async run({ engine, options, out }) {
    const rows = Object.entries(LIMITS).map(([name, { unit, adjustable, reason }]) => ({
      name,
      value: engine.limits[name as LimitName],
      unit,
      adjustable,
      reason,
    }));
    if (options.flag('json')) await writeDocument(out, rows);
    else
      await writeTable(
        out,
        [
          { title: 'NAME' },
          { title: 'VALUE', align: 'right' },
          { title: 'UNIT' },
          { title: '--limit' },
          { title: 'WHY' },
        ],
        rows.map(({ name, value, unit, adjustable, reason }) => [
          name,
          String(value),
          unit,
          adjustable ? 'yes' : 'no',
          reason,
        ]),
      );
    return 0;
  },
};
