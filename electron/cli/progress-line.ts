import type { Progress } from '../../shared/model/progress.ts';
import { formatBytes } from '../../shared/format/bytes.ts';
import type { Stream } from './output.ts';
import { fitWidth } from './terminal-width.ts';

const STAGES: Readonly<Record<Progress['stage'], string>> = {
  reading: 'Reading',
  unpacking: 'Unpacking',
  indexing: 'Indexing',
  merging: 'Merging',
  verifying: 'Verifying',
  comparing: 'Comparing',
  hashing: 'Hashing files',
  searching: 'Searching',
  exporting: 'Writing',
};

/** One line on stderr that says how far long work is, and is gone before anything else is printed. */
export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

/** Milliseconds between two drawings: faster than that nobody can read. */
const PACE = 100;

/** @param now milliseconds; only differences matter */
export function createProgressLine(stream: Stream, now: () => number): ProgressLine {
  if (stream.isTTY !== true) return { show: () => {}, clear: () => {} };
  let drawnAt = Number.NEGATIVE_INFINITY;
  let drawn = false;
  return {
    show(progress) {
      const time = now();
      if (time - drawnAt < PACE) return;
      drawnAt = time;
      drawn = true;
      stream.write(`\r\x1b[K${fitWidth(describeProgress(progress), (stream.columns ?? 80) - 1, 'start')}`);
    },
    clear() {
      if (drawn) stream.write('\r\x1b[K');
      drawn = false;
    },
  };
}

/** `Indexing layer 3: 45 %, 117 MB of 260 MB` */
export function describeProgress({ stage, done, total, layer }: Progress): string {
  const what = STAGES[stage] + (layer === undefined ? '' : ` layer ${layer}`);
  if (total <= 0) return `${what}: ${formatBytes(done)}`;
  const percent = Math.min(100, Math.floor((done / total) * 100));
  return `${what}: ${percent} %, ${formatBytes(done)} of ${formatBytes(total)}`;
}
