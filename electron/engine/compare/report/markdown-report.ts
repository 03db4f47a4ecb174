import { safeText } from '../../../../shared/format/safe-text.ts';
import type { FileDifference } from '../../../../shared/model/compare.ts';
import type { SizeComparison } from '../../../../shared/model/compare-sizes.ts';
import type { OpenedComparison } from '../../opened.ts';
import type { ReportOptions } from './report-options.ts';
import {
  configName,
  configValue,
  databaseNotes,
  contributorName,
  explainFile,
  formatDelta,
  sideName,
  summaryRows,
  VERDICTS,
  wasteText,
} from './report-text.ts';

/** A comment on a pull request holds 65,536 characters; tables beyond these rows say how many more there are. */
const MAX_FILES = 150;
const MAX_ROWS = 60;
const MAX_CELL = 160;

/** For a comment on a pull request: bounded, with totals. */
export function* markdownReport({ comparison, files }: OpenedComparison, options: ReportOptions): Iterable<string> {
  const { before, after, verdict, ladder, config, warnings } = comparison;
  yield `## ${text(sideName(before))} → ${text(sideName(after))}\n\n${VERDICTS[verdict]}\n\n`;
  yield* table(
    ['', ''],
    summaryRows(comparison).map(([name, value]) => [name, text(value)]),
    MAX_ROWS,
  );
  for (const { message } of warnings.slice(0, MAX_ROWS)) yield `> ⚠ ${text(message)}\n\n`;

  const changed = ladder.filter(({ kind }) => kind !== 'same');
  if (changed.length > 0) {
    yield '### Layers\n\n';
    const rows = changed.map(({ kind, before: a, after: b }) => {
      const old = a === null ? undefined : before.layers[a - before.from];
      const now = b === null ? undefined : after.layers[b - after.from];
      const size = (now?.contentSize ?? 0) - (old?.contentSize ?? 0);
      return [kind, String(a ?? ''), String(b ?? ''), formatDelta(size), text((now ?? old)?.createdBy ?? '')];
    });
    yield* table(['', 'before', 'after', 'Δ', 'made by'], rows, MAX_ROWS);
  }
  if (options.sizes) yield* sizeTable(options.sizes);
  yield* packageTable(options);
  const fields = [...config, ...comparison.annotations];
  if (fields.length > 0) {
    yield '### Config\n\n';
    const rows = fields.map((item) => [
      text(configName(item)),
      text(configValue(item.before)),
      text(configValue(item.after)),
    ]);
    yield* table(['', 'before', 'after'], rows, MAX_ROWS);
  }
  yield* fileTable(files(options.kinds), options.keep);
  const ignored = Object.entries(options.ignored).map(([name, count]) => `${text(name)} ${count}`);
  if (ignored.length > 0) yield `\nLeft out: ${ignored.join(', ')}.\n`;
}

function* sizeTable(sizes: SizeComparison): Iterable<string> {
  if (sizes.contributors.length === 0 && sizes.before.hiddenSize === sizes.after.hiddenSize) return;
  yield `### Size\n\n${text(wasteText(sizes))}\n\n`;
  const rows = sizes.contributors.map((one) => [formatDelta(one.delta), String(one.files), text(contributorName(one))]);
  const { rest } = sizes;
  if (rest.files > 0) rows.push([formatDelta(rest.delta), String(rest.files), 'all else']);
  yield* table(['Δ', 'files', 'of'], rows, MAX_ROWS);
}

function* packageTable({ packages }: ReportOptions): Iterable<string> {
  if (!packages) return;
  const changed = packages.packages.filter(({ kind }) => kind !== 'same');
  yield '### Packages\n\n';
  for (const note of databaseNotes(packages)) yield `> ⚠ ${text(note)}\n\n`;
  const rows = changed.map((item) => [
    item.ecosystem,
    text(item.name),
    item.kind,
    text(item.before.join(', ')),
    text(item.after.join(', ')),
    item.sizeDelta === null ? '' : formatDelta(item.sizeDelta),
    String(item.files),
  ]);
  if (rows.length > 0) yield* table(['', 'package', '', 'before', 'after', 'Δ', 'files'], rows, MAX_FILES);
  if (packages.unownedFiles > 0) yield `${packages.unownedFiles} differing files belong to no package.\n\n`;
}

function* fileTable(files: Iterable<FileDifference>, keep: ReportOptions['keep']): Iterable<string> {
  let count = 0;
  for (const file of files) {
    if (!keep(file)) continue;
    count++;
    if (count === 1) yield '### Files\n\n| | path | |\n| --- | --- | --- |\n';
    if (count <= MAX_FILES) yield `| ${file.kind} | ${text(file.path)} | ${text(explainFile(file))} |\n`;
  }
  if (count > MAX_FILES) yield `\nThe first ${MAX_FILES} of ${count} paths; \`outcrop compare --json\` lists all.\n`;
}

function* table(heads: readonly string[], rows: readonly (readonly string[])[], most: number): Iterable<string> {
  yield `| ${heads.join(' | ')} |\n| ${heads.map(() => '---').join(' | ')} |\n`;
  for (const row of rows.slice(0, most)) yield `| ${row.join(' | ')} |\n`;
  yield rows.length > most ? `\n${rows.length - most} more.\n\n` : '\n';
}

/** Untrusted text as Markdown: every character that means something there, and mentions, are escaped. */
function text(value: string): string {
  const safe = safeText(value);
  const short = safe.length > MAX_CELL ? `${safe.slice(0, MAX_CELL)}…` : safe;
  return short
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]()#|~!]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//');
}
