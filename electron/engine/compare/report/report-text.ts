import { assertNever } from '../../../../shared/assert.ts';
import type { Comparison, ConfigDifference, FileDifference, Verdict } from '../../../../shared/model/compare.ts';
import type { SizeComparison, SizeContributor } from '../../../../shared/model/compare-sizes.ts';
import type { PackageComparison, PackageDatabase } from '../../../../shared/model/packages.ts';
import { formatBytes } from '../../../../shared/format/bytes.ts';
import { safeText } from '../../../../shared/format/safe-text.ts';

/** Texts that the Markdown and the HTML report share. All are plain and still to be escaped. */

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  'same-manifest': 'The images are the same: one manifest.',
  'same-image': 'The images are the same: one config and the same layers.',
  'same-tree': 'The files are the same; the images differ in how they are built.',
  different: 'The images differ.',
};

/** Name and value of each row of the summary. */
export function summaryRows({
  summary,
  ladder,
  sharedBase,
  config,
}: Comparison): readonly (readonly [string, string])[] {
  const layers = ladder.filter(({ kind }) => kind === 'same').length;
  return [
    ['Added', String(summary.added)],
    ['Removed', String(summary.removed)],
    ['Content', String(summary.content)],
    ['Type', String(summary.type)],
    ['Metadata only', String(summary.metadata)],
    ['Timestamps only', String(summary.mtimeOnly)],
    ['Moved', String(summary.moved)],
    ['Identical', String(summary.identical)],
    [
      'Size',
      `${formatBytes(summary.sizeBefore)} → ${formatBytes(summary.sizeAfter)} (${formatDelta(summary.sizeAfter - summary.sizeBefore)})`,
    ],
    ['Shared layers', `${layers} of ${ladder.length}, ${sharedBase} from the base`],
    ['Config fields', String(config.length)],
  ];
}

/** `+1.2 MB`, `−340 B`, `±0`. */
export function formatDelta(bytes: number): string {
  if (bytes === 0) return '±0';
  return `${bytes < 0 ? '−' : '+'}${formatBytes(Math.abs(bytes))}`;
}

/** What happened to a path, in a few words. */
export function explainFile(file: FileDifference): string {
  const { kind, delta, sizeBefore, sizeAfter, movedFrom, movedTo, likeness = 100 } = file;
  const alike = likeness < 100 ? `, ${likeness} % the same` : '';
  if (movedFrom !== undefined) return `moved from ${safeText(movedFrom)}${alike}`;
  if (movedTo !== undefined) return `moved to ${safeText(movedTo)}${alike}`;
  if (kind === 'added') return formatBytes(sizeAfter);
  if (kind === 'removed') return formatBytes(sizeBefore);
  return delta
    .filter(({ key }) => key !== 'mtime' && key !== 'sha256')
    .map(({ key, before, after }) => {
      if (key === 'size') return `${formatBytes(Number(before))} → ${formatBytes(Number(after))}`;
      return safeText(key.startsWith('xattr:') ? key : `${key} ${before ?? '-'} → ${after ?? '-'}`);
    })
    .join(', ');
}

export function configName({ field, key }: ConfigDifference): string {
  return safeText(key === undefined ? field : `${field} ${key}`);
}

export function configValue(value: unknown): string {
  return value === null || value === undefined
    ? ''
    : safeText(typeof value === 'string' ? value : JSON.stringify(value));
}

export function databaseText(side: string, { ecosystem, state, count, problem }: PackageDatabase): string {
  switch (state) {
    case 'read':
      return `${side}: ${count} ${ecosystem} packages`;
    case 'partly-read':
      return `${side}: ${count} ${ecosystem} packages, not all (${safeText(problem ?? '')})`;
    case 'failed':
      return `${side}: ${ecosystem} packages could not be read (${safeText(problem ?? '')})`;
    case 'absent':
      return `${side}: no ${ecosystem} package database`;
    default:
      return assertNever(state);
  }
}

/** What is to be said of databases before their packages are listed: what failed, and that there is none. */
export function databaseNotes({ before, after }: PackageComparison): readonly string[] {
  if ([...before, ...after].every(({ state }) => state === 'absent'))
    return ['Neither image has a package database: nothing is known of packages.'];
  return [...problemTexts('before', before), ...problemTexts('after', after)];
}

function problemTexts(side: string, databases: readonly PackageDatabase[]): readonly string[] {
  const problems = databases.filter(({ state }) => state === 'failed' || state === 'partly-read');
  return problems.map((database) => databaseText(side, database));
}

/** Bytes that are shipped and never seen. */
export function wasteText({ before, after }: SizeComparison): string {
  const [a, b] = [before.hiddenSize, after.hiddenSize];
  return `${formatBytes(a)} → ${formatBytes(b)} (${formatDelta(b - a)}) hidden below upper layers`;
}

/** Path of a part of the change in size. */
export function contributorName({ path, type, isRest }: SizeContributor): string {
  return `${safeText(path)}${type === 'dir' && path !== '/' ? '/' : ''}${isRest ? ' (the rest)' : ''}`;
}

export function sideName({ image, source }: Comparison['before']): string {
  return safeText(image.names[0] ?? source);
}
