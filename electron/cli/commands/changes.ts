import { OutcropError } from '../../../shared/errors.ts';
import type { Change } from '../../../shared/model/entry.ts';
import type { Command, CommandContext } from '../command.ts';
import { CSV_OPTION, writeCSV } from '../csv.ts';
import { describePath, describeSize } from '../describe.ts';
import { changeJSON, writeLine } from '../json.ts';
import { loadImage } from '../open-image.ts';
import { createTable, type Cell } from '../table.ts';

export const changes: Command = {
  name: 'changes',
  summary: 'what a layer, or a range of layers, did to the tree below it',
  operands: 'IMAGE (--layer N | --from A --to B)',
  operandCount: { min: 1, max: 1 },
  options: {
    layer: { type: 'string', value: 'N', help: 'the layer, counted from 0, the base' },
    from: { type: 'string', value: 'A', help: 'first layer of a range, 0 when left out' },
    to: { type: 'string', value: 'B', help: 'last layer of a range, the top one when left out' },
    ...CSV_OPTION,
  },
  picksImage: true,
  json: `one line each: {"path", "rawPath"?, "kind": "added" | "changed" | "removed", "change": [], "before"?, "after"?}
change: type, content, mode, owner, mtime, xattr, link, or identical (rewritten, the same).
before and after are as a line of \`ls\`, without its path.`,
  async run(context) {
    const range = rangeOf(context);
    const loaded = await loadImage(context);
    const to = range.to ?? Math.max(0, loaded.layers.length - 1);
    if (context.options.flag('csv')) {
      await writeCSV(context, loaded, { name: 'changes', from: range.from, to });
      return 0;
    }
    const found = loaded.changes(range.from, to, context.signal);
    if (context.options.flag('json')) {
      for await (const change of found) await writeLine(context.out, changeJSON(change));
      return 0;
    }
    const table = createTable(context.out, [
      { title: '', width: 1 },
      { title: 'BEFORE', width: 7, align: 'right' },
      { title: 'AFTER', width: 7, align: 'right' },
      { title: 'CHANGED', width: 15 },
      { title: 'PATH', width: 0, keep: 'both' },
    ]);
    for await (const change of found) await table.row(cells(change));
    return 0;
  },
};

function rangeOf({ options }: CommandContext): { readonly from: number; readonly to: number | undefined } {
  const layer = options.count('layer');
  const from = options.count('from');
  const to = options.count('to');
  if (layer !== undefined) {
    if (from !== undefined || to !== undefined)
      throw new OutcropError('bad-request', 'Use --layer for one layer or --from and --to for a range, not both.');
    return { from: layer, to: layer };
  }
  if (from === undefined && to === undefined)
    throw new OutcropError('bad-request', 'Say which layers: --layer N, or --from A --to B.');
  if (from !== undefined && to !== undefined && from > to)
    throw new OutcropError('bad-request', `The range is empty: --from ${from} lies above --to ${to}.`);
  return { from: from ?? 0, to };
}

/** The letters of `docker diff`. */
const LETTERS = {
  added: { text: 'A', style: 'green' },
  changed: { text: 'C', style: 'yellow' },
  removed: { text: 'D', style: 'red' },
} as const;

function cells({ path, kind, change, before, after }: Change): readonly Cell[] {
  const version = after ?? before;
  return [
    LETTERS[kind],
    before ? describeSize(before) : '-',
    after ? describeSize(after) : '-',
    change.join(', ') || '-',
    version ? describePath({ ...version, path }) : path,
  ];
}
