import type { Row } from './rows.ts';
import type { Sample } from './measure.ts';

export interface Measured {
  readonly row: Row;
  readonly ours: Sample;
  readonly peer: Sample | null;
  /** Why there is no peer, or why nothing was judged. */
  readonly note: string;
  readonly judged: boolean;
}

/** One line of the growth table. */
export interface Growth {
  readonly entries: number;
  /** Above the empty process. */
  readonly cpuMs: number;
  readonly rssMB: number | null;
}

export type Verdict = 'stretch' | 'must' | 'missed' | '';

export function verdictOf({ row, ours, peer, judged }: Measured): Verdict {
  if (!judged || row.gate.kind === 'report') return '';
  if (row.gate.kind === 'rss') {
    if (ours.rssMB === null) return '';
    const { mustMB, mustMs = Number.POSITIVE_INFINITY } = row.gate;
    return ours.rssMB <= mustMB && ours.wallMs <= mustMs ? 'must' : 'missed';
  }
  if (!peer) return '';
  const ratio = row.gate.of === 'cpu' ? ours.cpuMs / peer.cpuMs : ours.wallMs / peer.wallMs;
  if (ratio <= row.gate.stretch) return 'stretch';
  return ratio <= row.gate.must ? 'must' : 'missed';
}

/** The table for people: one row per comparison. Ratios are ours over the peer's: below 1 is faster. */
export function comparisonTable(measured: readonly Measured[]): string {
  const head = [
    '| what | ours: wall / CPU s | RSS MB | peer | wall / CPU s | wall ratio | CPU ratio | figure | reached | note |',
    '|---|--:|--:|---|--:|--:|--:|---|---|---|',
  ];
  const lines = measured.map((one) => {
    const { row, ours, peer, note } = one;
    const cells = [
      row.name,
      `${seconds(ours.wallMs)} / ${seconds(ours.cpuMs)}`,
      megabytes(ours.rssMB),
      row.peer?.name.replaceAll('|', '\\|') ?? '',
      peer ? `${seconds(peer.wallMs)} / ${seconds(peer.cpuMs)}` : '',
      peer ? (ours.wallMs / peer.wallMs).toFixed(2) : '',
      peer ? (ours.cpuMs / peer.cpuMs).toFixed(2) : '',
      figureOf(row),
      verdictOf(one),
      note,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [...head, ...lines].join('\n');
}

/** How far a size may lie from a straight line. */
const OFF_LINE = 0.2;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far each point lies from the straight line that keeps the farthest nearest: shares of what the line says. */
function offLine(points: readonly Point[]): readonly number[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const tries = Array.from({ length: 161 }, (_, i) => 0.6 + i / 200);
  let best: readonly number[] = points.map(() => Number.POSITIVE_INFINITY);
  for (const low of tries)
    for (const high of tries) {
      const slope = (last.y * high - first.y * low) / (last.x - first.x);
      const off = points.map(({ x, y }) => y / (first.y * low + slope * (x - first.x)) - 1);
      if (farthest(off) < farthest(best)) best = off;
    }
  return best;
}

function farthest(off: readonly number[]): number {
  return Math.max(...off.map((share) => Math.abs(share)));
}

/** Cost per entry at each size, and how far that is from a straight line. */
export function growthTable(growth: readonly Growth[]): string {
  const offs = (of: (one: Growth) => number | null) =>
    offLine(growth.map((one) => ({ x: one.entries, y: of(one) ?? Number.NaN }))).map(
      (share) => `${share > 0 ? '+' : ''}${(share * 100).toFixed(0)} %${Math.abs(share) > OFF_LINE ? ' missed' : ''}`,
    );
  const cpuOff = offs(({ cpuMs }) => cpuMs);
  const rssOff = offs(({ rssMB }) => rssMB);
  const lines = growth.map((one, i) => {
    const { entries, cpuMs, rssMB } = one;
    const bytes = rssMB === null ? '' : Math.round((rssMB * 1024 * 1024) / entries);
    const cpu = [seconds(cpuMs), ((cpuMs * 1000) / entries).toFixed(2), cpuOff[i]];
    return `| ${[entries, ...cpu, megabytes(rssMB), bytes, rssOff[i]].join(' | ')} |`;
  });
  const head = [
    'entries',
    'CPU s above the empty process',
    'µs an entry',
    'off the line (≤ 20 %)',
    'RSS MB above it',
    'bytes an entry',
    'off the line (≤ 20 %)',
  ];
  return [`| ${head.join(' | ')} |`, '|--:|--:|--:|--:|--:|--:|--:|', ...lines].join('\n');
}

function figureOf({ gate }: Row): string {
  if (gate.kind === 'report') return '';
  if (gate.kind === 'rss')
    return [...(gate.mustMs === undefined ? [] : [`wall ≤ ${gate.mustMs / 1000} s`]), `RSS ≤ ${gate.mustMB} MB`].join(
      ', ',
    );
  return `${gate.of === 'cpu' ? 'CPU' : 'wall'} ≤ ${gate.must}, aim ${gate.stretch}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

function megabytes(value: number | null): string {
  return value === null ? '' : String(Math.round(value));
}
