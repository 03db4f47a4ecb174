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
  json: `[{"name", "value", "unit", "adjustable", "reason", "default", "most", "setBy"}]
value is the one in force: --limit NAME=N wins over the settings, they over the default; setBy says which it is.
Only adjustable ones take another, from 1 to most.`,
  async run({ engine, options, out }) {
    const settings = await engine.settings.read();
    const rows = settings.limits.map(({ name, value, unit, reason, range, setBy, ...row }) => ({
      name,
      value,
      unit,
      adjustable: range !== null,
      reason,
      default: row.default,
      most: range?.most ?? null,
      setBy,
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
