import { OutcropError } from '../../../shared/errors.ts';
import {
  DIFFERENCE_KINDS,
  type Comparison,
  type DifferenceKind,
  type FileDifference,
} from '../../../shared/model/compare.ts';
import { IGNORE_PRESET_NAMES } from '../../../shared/model/ignore-presets.ts';
import type { PackageComparison } from '../../../shared/model/packages.ts';
import { jsonReport } from '../../engine/compare/report/json-report.ts';
import { htmlReport } from '../../engine/compare/report/html-report.ts';
import { markdownReport } from '../../engine/compare/report/markdown-report.ts';
import type { ReportOptions } from '../../engine/compare/report/report-options.ts';
import { databaseNotes, explainFile, summaryRows, VERDICTS } from '../../engine/compare/report/report-text.ts';
import type { OpenedComparison, OpenedImage } from '../../engine/opened.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { chosenFiles } from '../compare/chosen-files.ts';
import { writeFileDifference } from '../compare/file-difference.ts';
import { writeSizes } from '../compare/sizes.ts';
import { warnOfMissingLayers } from '../open-image.ts';
import { createTable, type Cell } from '../table.ts';

const FORMATS = ['json', 'md', 'html'] as const;
type Format = (typeof FORMATS)[number];

export const compare: Command = {
  name: 'compare',
  summary: 'what differs between two images, or two stretches of layers',
  operands: 'A [B]',
  operandCount: { min: 1, max: 2 },
  options: {
    report: { type: 'string', value: 'json|md|html', help: 'print a report instead of text' },
    only: { type: 'string', value: 'KIND,…', help: `only these kinds: ${DIFFERENCE_KINDS.join(', ')}` },
    ignore: {
      type: 'string',
      value: 'KIND|NOISE|GLOB,…',
      help: `leave these out; mtime (mtimeOnly) by default. Noise: ${IGNORE_PRESET_NAMES.join(', ')}`,
    },
    path: { type: 'string', value: 'GLOB', help: 'only paths that match, and what is below them' },
    package: { type: 'string', value: 'NAME', help: 'only files that this package owns' },
    unowned: { type: 'boolean', help: 'only files that no package owns' },
    file: { type: 'string', value: 'PATH', help: 'only what differs inside this file' },
    sizes: { type: 'boolean', help: 'also where the change in size comes from; md and html always say it' },
    'image-a': { type: 'string', value: 'NAME|ID|N', help: 'which image of A' },
    'image-b': { type: 'string', value: 'NAME|ID|N', help: 'which image of B; of A when B is left out' },
    'layers-a': { type: 'string', value: 'N[-[M]]', help: 'only these layers of A, merged; “N-” goes to the top' },
    'layers-b': { type: 'string', value: 'N[-[M]]', help: 'only these layers of B, merged' },
    similar: { type: 'boolean', help: 'also pair text files that moved and were changed' },
    verify: { type: 'boolean', help: 'read every layer: trust no diffID that is only claimed' },
    'no-packages': { type: 'boolean', help: 'do not read package databases' },
  },
  picksImage: true,
  json: `{"before", "after", "verdict", "summary": {"added", "removed", "content", "type", "metadata", "mtimeOnly",
"moved", "identical", "keys", "distinctContents", "sizeBefore", "sizeAfter"}, "layers": [], "files": [{"path", "rawPath"?,
"kind", "type", "sizeBefore", "sizeAfter", "delta": {key: {"before", "after"}}, "layerBefore"?, "layerAfter"?,
"movedFrom"?, "movedTo"?, "likeness"?, "package"?}], "ignored": {name: count}, "config": [], "annotations": [], "history": [], "packages": [],
"packageDatabases", "unownedFiles", "sizes", "warnings": []}
With --file: {"path", "sizeBefore", "sizeAfter", "firstDifference", "textBefore", "textAfter", "textDiffersIn", "inner", "members"?}
Exit status 1 when anything that was asked for differs.`,
  async run(context) {
    const format = formatOf(context);
    const { kinds, keep, countIgnored } = chosenFiles(context);
    const compared = await open(context);
    const file = context.options.text('file');
    if (file !== undefined) return writeFileDifference(context, compared, file);
    if (context.options.flag('similar')) await pairSimilar(context, compared);
    const packages = await readPackages(context, compared);
    const isLong = format === 'md' || format === 'html';
    const sizes =
      isLong || context.options.flag('sizes') ? await compared.sizes({ signal: context.signal }) : undefined;
    const options: ReportOptions = { kinds, keep, packages, sizes, ignored: countIgnored(compared) };
    const outcome = outcomeOf(compared, options);
    if (format === undefined) await writeText(context, compared, options);
    else {
      const write = { json: jsonReport, md: markdownReport, html: htmlReport }[format];
      for (const part of write(compared, options)) await context.out.write(part);
    }
    return outcome;
  },
};

function formatOf({ options }: CommandContext): Format | undefined {
  const wanted = options.text('report');
  const format = FORMATS.find((name) => name === wanted);
  if (wanted !== undefined && !format)
    throw new OutcropError('bad-request', `--report takes json, md or html, not “${wanted}”.`);
  if (options.flag('json') && format !== undefined && format !== 'json')
    throw new OutcropError('bad-request', `Use --json or --report ${format}, not both.`);
  return options.flag('json') ? 'json' : format;
}

async function open(context: CommandContext): Promise<OpenedComparison> {
  const { engine, operands, signal, progress } = context;
  const [a, b] = [
    await side(context, operands[0] ?? '', 'a'),
    await side(context, operands[1] ?? operands[0] ?? '', 'b'),
  ];
  const compared = await engine.compare(a, b, {
    signal,
    onProgress: progress,
    verify: context.options.flag('verify'),
  });
  const { before, after, warnings } = compared.comparison;
  for (const { layers } of [before, after]) warnOfMissingLayers(context, layers);
  for (const warning of warnings) if (!warning.code.startsWith('layer-')) context.warn(warning);
  return compared;
}

async function side(context: CommandContext, path: string, letter: 'a' | 'b') {
  const { engine, options, signal, progress } = context;
  const source = await engine.open(path, { signal, onProgress: progress });
  const image = options.text(`image-${letter}`) ?? options.text('image');
  const platform = options.text('platform');
  const picked = source.pick({ ...(image !== undefined && { image }), ...(platform !== undefined && { platform }) });
  const layers = layersOf(options.text(`layers-${letter}`), `layers-${letter}`, picked);
  return { image: picked.summary.handle, ...(layers && { layers }) };
}

function layersOf(text: string | undefined, option: string, image: OpenedImage) {
  if (text === undefined) return undefined;
  const match = /^(?:(\d+)|(\d+)-(\d*))$/.exec(text);
  if (!match)
    throw new OutcropError('bad-request', `--${option} wants N, N-M or N-, counted from 0, the base, not “${text}”.`);
  const [, one, from, to] = match;
  if (one !== undefined) return { from: Number(one), to: Number(one) };
  return { from: Number(from), to: to ? Number(to) : image.layers.length - 1 };
}

async function pairSimilar({ signal, progress, warn }: CommandContext, compared: OpenedComparison): Promise<void> {
  const { skipped } = await compared.pairSimilar({ signal, onProgress: progress });
  if (skipped === 0) return;
  const message = `${skipped} removed or added files were not looked at for moves with changes: they are too large or too many.`;
  warn({ code: 'similar-skipped', message });
}

async function readPackages(
  context: CommandContext,
  compared: OpenedComparison,
): Promise<PackageComparison | undefined> {
  if (context.options.flag('no-packages')) return undefined;
  return compared.packages({ signal: context.signal, onProgress: context.progress });
}

function outcomeOf({ comparison, files }: OpenedComparison, { kinds, keep }: ReportOptions): Outcome {
  if (comparison.config.length > 0) return 1;
  for (const file of files(kinds)) if (file.kind !== 'identical' && keep(file)) return 1;
  return 0;
}

/** Letter and colour of each kind. */
const LETTERS: Readonly<Record<DifferenceKind, Cell>> = {
  added: { text: 'A', style: 'green' },
  removed: { text: 'D', style: 'red' },
  content: { text: 'C', style: 'yellow' },
  type: { text: 'T', style: 'magenta' },
  metadata: { text: 'M', style: 'cyan' },
  mtimeOnly: 't',
  identical: '=',
};

async function writeText(context: CommandContext, compared: OpenedComparison, options: ReportOptions): Promise<void> {
  const { out } = context;
  const { comparison } = compared;
  await out.write(`${VERDICTS[comparison.verdict]}\n\n`);
  for (const [name, value] of summaryRows(comparison)) await out.write(`${name.padEnd(16)}  ${value}\n`);
  for (const [name, count] of Object.entries(options.ignored))
    await out.write(`${`Left out: ${name}`.padEnd(16)}  ${count}\n`);
  if (options.sizes) await writeSizes(context, options.sizes);
  await writePackages(context, options.packages);
  await writeConfig(context, comparison);
  const table = createTable(out, [
    { title: '', width: 1 },
    { title: 'PATH', width: 40 },
    { title: '', width: 0 },
  ]);
  let first = true;
  for (const file of compared.files(options.kinds)) {
    if (!options.keep(file)) continue;
    if (first) await out.write('\n');
    first = false;
    await table.row(cells(file));
  }
}

function cells(file: FileDifference): readonly Cell[] {
  const { type, path } = file;
  return [
    LETTERS[file.kind],
    type === 'dir' ? `${path}/` : path,
    type === 'dir' && file.delta.length === 0 ? '' : explainFile(file),
  ];
}

async function writePackages({ out }: CommandContext, packages: PackageComparison | undefined): Promise<void> {
  if (!packages) return;
  const notes = databaseNotes(packages);
  if (notes.length > 0) await out.write(`\n${notes.join('\n')}\n`);
  const changed = packages.packages.filter(({ kind }) => kind !== 'same');
  if (changed.length === 0) return;
  await out.write('\n');
  const table = createTable(out, [
    { title: 'PACKAGE', width: 30 },
    { title: '', width: 10 },
    { title: 'BEFORE', width: 20 },
    { title: 'AFTER', width: 0 },
  ]);
  for (const { ecosystem, name, kind, before, after } of changed)
    await table.row([`${ecosystem} ${name}`, kind, before.join(', ') || '-', after.join(', ') || '-']);
}

async function writeConfig({ out }: CommandContext, { config }: Comparison): Promise<void> {
  if (config.length === 0) return;
  await out.write('\n');
  const table = createTable(out, [
    { title: 'CONFIG', width: 24 },
    { title: 'BEFORE', width: 20 },
    { title: 'AFTER', width: 0 },
  ]);
  for (const { field, key, before, after } of config)
    await table.row([key === undefined ? field : `${field} ${key}`, shown(before), shown(after)]);
}

const shown = (value: unknown) => (value === null ? '-' : typeof value === 'string' ? value : JSON.stringify(value));
