import { DIFFERENCE_KINDS, type FileDifference } from '../../../../shared/model/compare.ts';
import { safeText } from '../../../../shared/format/safe-text.ts';
import type { SizeComparison } from '../../../../shared/model/compare-sizes.ts';
import type { OpenedComparison } from '../../opened.ts';
import type { ReportOptions } from './report-options.ts';
import {
  configName,
  configValue,
  contributorName,
  databaseNotes,
  databaseText,
  explainFile,
  formatDelta,
  sideName,
  summaryRows,
  VERDICTS,
  wasteText,
} from './report-text.ts';

/** A browser shows this many rows of a table without trouble. */
const MAX_FILES = 20_000;

const STYLE = `body{font:13px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1c1f23;background:#fff}
h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #dde1e6;padding:.2rem .6rem .2rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.num{text-align:right;white-space:nowrap}.kind{white-space:nowrap}code{font-family:ui-monospace,monospace}
.warn{border-left:3px solid #b58900;padding-left:.6rem}
@media(prefers-color-scheme:dark){body{color:#e3e6ea;background:#16191d}td,th{border-color:#343a42}}`;

/**
 * One file without scripts, images or links. What an image holds gets in as text only: everything is escaped, and a
 * policy forbids the browser whatever the page does not need.
 */
export function* htmlReport({ comparison, files }: OpenedComparison, options: ReportOptions): Iterable<string> {
  const { before, after, verdict, ladder, config, history, warnings } = comparison;
  const title = `${sideName(before)} → ${sideName(after)}`;
  yield `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">
<title>${text(title)}</title><style>${STYLE}</style></head><body>
<h1>${text(title)}</h1><p>${text(VERDICTS[verdict])}</p>\n`;
  for (const { message } of warnings) yield `<p class="warn">${text(safeText(message))}</p>\n`;
  yield* table(['', ''], summaryRows(comparison));

  yield '<h2>Layers</h2>';
  yield* table(
    ['', 'Before', 'After', 'Size', 'Made by'],
    ladder.map(({ kind, before: a, after: b, recompressed }) => {
      const old = a === null ? undefined : before.layers[a - before.from];
      const now = b === null ? undefined : after.layers[b - after.from];
      const size = (now?.contentSize ?? 0) - (old?.contentSize ?? 0);
      const made = safeText((now ?? old)?.createdBy ?? '');
      return [recompressed ? `${kind}, recompressed` : kind, String(a ?? ''), String(b ?? ''), formatDelta(size), made];
    }),
  );
  if (options.sizes) yield* sizeSection(options.sizes);
  yield* packageSection(options);
  const fields = [...config, ...comparison.annotations];
  if (fields.length > 0) {
    yield '<h2>Config</h2>';
    const rows = fields.map((item) => [item.kind, configName(item), configValue(item.before), configValue(item.after)]);
    yield* table(['', '', 'Before', 'After'], rows);
  }
  const changed = history.filter(({ kind }) => kind !== 'same');
  if (changed.length > 0) {
    yield '<h2>History</h2>';
    const instruction = (row: (typeof changed)[number]['before']) => safeText(row?.createdBy ?? '');
    yield* table(
      ['', 'Before', 'After'],
      changed.map((pair) => [pair.kind, instruction(pair.before), instruction(pair.after)]),
    );
  }
  yield* fileSection(files(options.kinds), options.keep);
  const ignored = Object.entries(options.ignored).map(([name, count]) => `${safeText(name)} ${count}`);
  if (ignored.length > 0) yield `<p>${text(`Left out: ${ignored.join(', ')}.`)}</p>\n`;
  yield '</body></html>\n';
}

function* sizeSection(sizes: SizeComparison): Iterable<string> {
  yield `<h2>Size</h2><p>${text(wasteText(sizes))}</p>\n`;
  const { contributors, rest } = sizes;
  const rows = contributors.map((one) => [formatDelta(one.delta), String(one.files), contributorName(one)]);
  if (rest.files > 0) rows.push([formatDelta(rest.delta), String(rest.files), 'all else']);
  if (rows.length > 0) yield* table(['Change', 'Files', 'Of'], rows);
}

function* packageSection({ packages }: ReportOptions): Iterable<string> {
  if (!packages) return;
  yield '<h2>Packages</h2>';
  for (const [side, list] of [
    ['Before', packages.before],
    ['After', packages.after],
  ] as const)
    for (const database of list) if (database.state === 'read') yield `<p>${text(databaseText(side, database))}</p>\n`;
  for (const note of databaseNotes(packages)) yield `<p class="warn">${text(note)}</p>\n`;
  const rows = packages.packages
    .filter(({ kind }) => kind !== 'same')
    .map(({ ecosystem, name, kind, before, after, sizeDelta, files }) => [
      kind,
      ecosystem,
      safeText(name),
      safeText(before.join(', ')),
      safeText(after.join(', ')),
      sizeDelta === null ? '' : formatDelta(sizeDelta),
      String(files),
    ]);
  if (rows.length > 0) yield* table(['', '', 'Package', 'Before', 'After', 'Size', 'Files'], rows);
  yield `<p>${text(`${packages.unownedFiles} differing files belong to no package.`)}</p>\n`;
}

function* fileSection(files: Iterable<FileDifference>, keep: ReportOptions['keep']): Iterable<string> {
  yield `<h2>Files</h2><table><thead>${row('th', ['', 'Path', 'Layer', 'Package', ''])}</thead><tbody>\n`;
  const counts = new Map<string, number>();
  let count = 0;
  for (const file of files) {
    if (!keep(file)) continue;
    counts.set(file.kind, (counts.get(file.kind) ?? 0) + 1);
    if (++count > MAX_FILES) continue;
    const layers = [file.layerBefore, file.layerAfter].map((layer) => layer ?? '–').join(' → ');
    yield row('td', [file.kind, safeText(file.path), layers, safeText(file.package ?? ''), explainFile(file)]);
  }
  yield '</tbody></table>\n';
  const totals = DIFFERENCE_KINDS.filter((kind) => counts.has(kind)).map((kind) => `${counts.get(kind)} ${kind}`);
  const cut = count > MAX_FILES ? ` The first ${MAX_FILES} are listed; “outcrop compare --json” lists all.` : '';
  yield `<p>${text(`${count} paths: ${totals.join(', ')}.${cut}`)}</p>\n`;
}

function* table(heads: readonly string[], rows: readonly (readonly string[])[]): Iterable<string> {
  yield `<table>${heads.some((head) => head !== '') ? `<thead>${row('th', heads)}</thead>` : ''}<tbody>\n`;
  for (const cells of rows) yield row('td', cells);
  yield '</tbody></table>\n';
}

function row(tag: 'td' | 'th', cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${text(cell)}</${tag}>`).join('')}</tr>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(value: string): string {
  return value.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
