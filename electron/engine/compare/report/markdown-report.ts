import type { FileDifference } from '../../../../shared/model/compare.ts';
import type { OpenedComparison } from '../../opened.ts';
import type { ReportOptions } from './report-options.ts';
import {
  configName,
  configValue,
  databaseText,
  explainFile,
  formatDelta,
  sideName,
  summaryRows,
  VERDICTS,
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
  yield* packageTable(options);
  if (config.length > 0) {
    yield '### Config\n\n';
    const rows = config.map((item) => [
      text(configName(item)),
      text(configValue(item.before)),
      text(configValue(item.after)),
    ]);
    yield* table(['', 'before', 'after'], rows, MAX_ROWS);
  }
  yield* fileTable(files(options.kinds), options.keep);
}

function* packageTable({ packages }: ReportOptions): Iterable<string> {
  if (!packages) return;
  const changed = packages.packages.filter(({ kind }) => kind !== 'same');
  const notes = [
    ...packages.before
      .filter(({ state }) => state === 'failed' || state === 'partly-read')
      .map((db) => databaseText('before', db)),
    ...packages.after
      .filter(({ state }) => state === 'failed' || state === 'partly-read')
      .map((db) => databaseText('after', db)),
  ];
  const none = [...packages.before, ...packages.after].every(({ state }) => state === 'absent');
  if (changed.length === 0 && notes.length === 0 && !none) return;
  yield '### Packages\n\n';
  if (none) yield 'Neither image has a package database.\n\n';
  for (const note of notes) yield `> ⚠ ${text(note)}\n\n`;
  if (changed.length === 0) return;
  const rows = changed.map((item) => [
    item.ecosystem,
    text(item.name),
    item.kind,
    text(item.before.join(', ')),
    text(item.after.join(', ')),
    item.sizeDelta === null ? '' : formatDelta(item.sizeDelta),
  ]);
  yield* table(['', 'package', '', 'before', 'after', 'Δ'], rows, MAX_FILES);
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
  const short = value.length > MAX_CELL ? `${value.slice(0, MAX_CELL)}…` : value;
  return short
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]()#|~!]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//');
}
