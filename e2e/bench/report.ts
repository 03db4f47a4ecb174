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
    return ours.rssMB <= row.gate.mustMB ? 'must' : 'missed';
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

/** Cost per entry at each size; on a straight line the columns hardly differ. */
export function growthTable(growth: readonly Growth[]): string {
  const lines = growth.map(({ entries, cpuMs, rssMB }) => {
    const bytes = rssMB === null ? '' : Math.round((rssMB * 1024 * 1024) / entries);
    return `| ${entries} | ${seconds(cpuMs)} | ${((cpuMs * 1000) / entries).toFixed(2)} | ${megabytes(rssMB)} | ${bytes} |`;
  });
  const head = '| entries | CPU s above the empty process | µs an entry | RSS MB above it | bytes an entry |';
  return [head, '|--:|--:|--:|--:|--:|', ...lines].join('\n');
}

function figureOf({ gate }: Row): string {
  if (gate.kind === 'report') return '';
  if (gate.kind === 'rss') return `RSS ≤ ${gate.mustMB} MB`;
  return `${gate.of === 'cpu' ? 'CPU' : 'wall'} ≤ ${gate.must}, aim ${gate.stretch}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

function megabytes(value: number | null): string {
  return value === null ? '' : String(Math.round(value));
}
