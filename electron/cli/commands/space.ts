import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import type { DiveScore, DuplicateGroup, HiddenQuery, SpaceSummary } from '../../../shared/model/space.ts';
import type { LoadedImage } from '../../engine/opened.ts';
import type { Command } from '../command.ts';
import { writeCSV } from '../csv.ts';
import { hiddenJSON, writeDocument } from '../json.ts';
import { loadImage } from '../open-image.ts';
import type { Output } from '../output.ts';
import { writeTable } from '../table.ts';

/** Rows of each list that people see; scripts get all. */
const SHOWN = 10;
const HIDDEN_BYTES: HiddenQuery = { bytesOnly: true, secretsOnly: false, filter: '', sort: 'size' };

export const space: Command = {
  name: 'space',
  summary: 'where the bytes are: visible, hidden, stored twice; and dive’s score beside the true one',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: {
    csv: { type: 'boolean', help: 'print the duplicates as CSV, a copy a line, safe to open in a spreadsheet' },
  },
  picksImage: true,
  json: `{"contentSize", "visibleSize", "hiddenSize", "efficiency",
 "hidden": [… files with bytes, as a line of \`hidden\`, largest first],
 "duplicates": [{"digest", "size", "count", "wastedSize", "copies": [{"path", "rawPath"?, "layer", "visible"}]}],
 "dive": {"efficiency", "wastedBytes", "userWastedPercent"}}
Sizes are bytes of regular files, each inode once; contentSize = visibleSize + hiddenSize. efficiency is visible to content.
duplicates are inodes with the same bytes, in any layer, most wasted first, at most 200 copies of each.
dive has the numbers of dive 0.13, quirks included; userWastedPercent is a ratio, null where dive shows NaN or +Inf.`,
  async run(context) {
    const { out, signal, progress, options } = context;
    const loaded = await loadImage(context);
    if (options.flag('csv')) {
      await writeCSV(context, loaded, { name: 'duplicates' });
      return 0;
    }
    const summary = await loaded.space.summary({ signal, onProgress: progress });
    const duplicates = await loaded.space.duplicates({ signal, onProgress: progress });
    const groups = duplicates.groups(0, options.flag('json') ? Number.POSITIVE_INFINITY : SHOWN);
    if (options.flag('json')) {
      const hidden = loaded.space.hidden(HIDDEN_BYTES, 0, Number.POSITIVE_INFINITY).rows;
      await writeDocument(out, {
        contentSize: summary.contentSize,
        visibleSize: summary.visibleSize,
        hiddenSize: summary.hiddenSize,
        efficiency: summary.efficiency,
        hidden: hidden.map(hiddenJSON),
        duplicates: groups.map(duplicateJSON),
        dive: diveJSON(summary.dive),
      });
      return 0;
    }
    await writeSummary(out, summary);
    await writeLayerSpace(out, loaded, summary);
    await writeHidden(out, loaded);
    await writeDuplicates(out, groups, duplicates.summary);
    return 0;
  },
};

function diveJSON({ efficiency, wastedBytes, userWastedPercent }: DiveScore) {
  return { efficiency, wastedBytes, userWastedPercent };
}

function duplicateJSON({ digest, size, count, wastedSize, copies }: DuplicateGroup) {
  return {
    digest,
    size,
    count,
    wastedSize,
    copies: copies.map(({ path, rawPath, layer, visible }) => ({ path, rawPath, layer, visible })),
  };
}

async function writeSummary(out: Output, summary: SpaceSummary): Promise<void> {
  const { contentSize, visibleSize, hiddenSize, efficiency, dive } = summary;
  const waste = dive.userWastedPercent === null ? '' : `, ${percent(dive.userWastedPercent)} of what users added`;
  const facts = [
    ['Files', `${formatBytes(contentSize)} in all layers`],
    ['Visible', `${formatBytes(visibleSize)} in the merged tree`],
    ['Hidden', `${formatBytes(hiddenSize)} below it, which still ships`],
    ['Efficiency', `${percent(efficiency)} of the bytes are visible`],
    ['dive says', `${percent(dive.efficiency)} efficient, ${formatBytes(dive.wastedBytes)} wasted${waste}`],
  ] as const;
  for (const [label, text] of facts) await out.write(`${out.paint('dim', label.padEnd(12))}${text}\n`);
}

async function writeLayerSpace(out: Output, { layers }: LoadedImage, summary: SpaceSummary): Promise<void> {
  if (layers.length === 0) return;
  await out.write('\n');
  await writeTable(
    out,
    [
      { title: 'LAYER', align: 'right' },
      { title: 'FILES', align: 'right' },
      { title: 'VISIBLE', align: 'right' },
      { title: 'HIDDEN', align: 'right' },
      { title: 'HIDES', align: 'right' },
      { title: 'CREATED BY' },
    ],
    summary.layers.map(({ layer, contentSize, visibleSize, hiddenSize, hidesSize }) => [
      { text: String(layer), style: 'cyan' },
      formatBytes(contentSize),
      formatBytes(visibleSize),
      formatBytes(hiddenSize),
      formatBytes(hidesSize),
      formatInstruction(layers[layer]?.createdBy ?? ''),
    ]),
  );
}

async function writeHidden(out: Output, loaded: LoadedImage): Promise<void> {
  const { total, rows } = loaded.space.hidden(HIDDEN_BYTES, 0, SHOWN);
  if (total === 0) return;
  await out.write(`\n${out.paint('bold', 'Hidden')}${more(total)}\n`);
  await writeTable(
    out,
    [{ title: 'SIZE', align: 'right' }, { title: 'LAYER', align: 'right' }, { title: 'HIDDEN BY' }, { title: 'PATH' }],
    rows.map(({ path, layer, size, hiddenBy }) => [
      formatBytes(size),
      { text: String(layer), style: 'cyan' },
      `${hiddenBy.layer} ${hiddenBy.how}`,
      path,
    ]),
  );
}

async function writeDuplicates(
  out: Output,
  groups: readonly DuplicateGroup[],
  {
    groups: total,
    wastedSize,
    unread,
  }: { readonly groups: number; readonly wastedSize: number; readonly unread: number },
): Promise<void> {
  if (total === 0) return;
  await out.write(
    `\n${out.paint('bold', 'Stored more than once')}, ${formatBytes(wastedSize)} too much${more(total)}\n`,
  );
  await writeTable(
    out,
    [{ title: 'WASTED', align: 'right' }, { title: 'COPIES', align: 'right' }, { title: 'LAYERS' }, { title: 'FIRST' }],
    groups.map(({ wastedSize: bytes, count, copies }) => [
      formatBytes(bytes),
      String(count),
      [...new Set(copies.map(({ layer }) => layer))].toSorted((a, b) => a - b).join(' '),
      copies[0]?.path ?? '',
    ]),
  );
  if (unread > 0) await out.write(`${unread} files could not be read.\n`);
}

function more(total: number): string {
  return total > SHOWN ? `, the largest ${SHOWN} of ${total} (--json has all)` : '';
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}
