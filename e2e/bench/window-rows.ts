import type { Page } from '@playwright/test';
import { openWindow, whyNot } from '../harness/window.ts';
import type { BenchImage } from './inputs.ts';
import { median } from './measure.ts';

/** What a user of the window waits for, with one layer of small files. */
export interface WindowFigures {
  readonly entries: number;
  /** From the start of `outcrop serve` and the browser to the first rows. */
  readonly readyMs: number;
  readonly expandAllMs: number;
  readonly filterMs: number;
  /** Between animation frames while the tree scrolls by itself, all folders expanded. */
  readonly frames: { readonly count: number; readonly median: number; readonly p99: number; readonly worst: number };
  /** The last row comes into view with the End key. */
  readonly lastRowReached: boolean;
  readonly heapMB: number;
}

const FLING_MS = 10_000;
/** Pixels a frame at the start of the fling; it slows down to a stop, as a finger's does. */
const FLING_SPEED = 4000;
const PATIENCE = 120_000;

/** @returns a sentence instead of figures when there is no browser */
export async function measureWindow(image: BenchImage): Promise<WindowFigures | string> {
  const reason = whyNot('serve');
  if (reason !== undefined) return `Window rows are left out: ${reason}.`;
  process.stderr.write(`window, ${image.entries} entries\n`);
  const begin = performance.now();
  const { page, close } = await openWindow('serve', { images: [image.path] });
  try {
    const grid = page.getByRole('treegrid');
    await grid.getByRole('row', { level: 1 }).first().waitFor({ timeout: PATIENCE });
    const readyMs = performance.now() - begin;
    const expandAllMs = await untilRows(page, () => page.getByRole('button', { name: 'Expand all folders' }).click(), {
      atLeast: image.entries,
      atMost: Number.MAX_SAFE_INTEGER,
    });
    const frames = await fling(page);
    await grid.focus();
    await page.keyboard.press('End');
    const rows = Number(await grid.getAttribute('aria-rowcount'));
    const lastRowReached = await grid
      .locator(`[aria-rowindex="${rows}"]`)
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
    const filterMs = await untilRows(page, () => page.getByLabel('Filter by path').fill('module-0123'), {
      atLeast: 2,
      atMost: image.entries / 10,
    });
    const heap = await page.evaluate(
      () => ('memory' in performance ? Reflect.get(performance.memory as object, 'usedJSHeapSize') : 0) as number,
    );
    return { entries: image.entries, readyMs, expandAllMs, filterMs, frames, lastRowReached, heapMB: heap / 2 ** 20 };
  } finally {
    await close();
  }
}

export function windowTable(figures: WindowFigures | string): string {
  if (typeof figures === 'string') return figures;
  const { entries, readyMs, expandAllMs, filterMs, frames, lastRowReached, heapMB } = figures;
  const lines: readonly (readonly [what: string, figure: string, goal: string])[] = [
    ['start of serve and browser to first rows', ms(readyMs), ''],
    ['expand all', ms(expandAllMs), ''],
    ['filter, from the last key to the new rows (160 ms of it wait for more keys)', ms(filterMs), '≤ 100 ms + 160 ms'],
    ['frame while scrolling, median', ms(frames.median), '≤ 16.7 ms'],
    ['frame while scrolling, 99 of 100', ms(frames.p99), ''],
    ['frame while scrolling, worst', ms(frames.worst), '≤ 32 ms'],
    ['last row reached by the End key', lastRowReached ? 'yes' : 'no', 'yes'],
    ['heap of the page', `${heapMB.toFixed(0)} MB`, ''],
  ];
  return [
    `In the window (headless Chromium, ${entries} entries, ${frames.count} frames):`,
    '',
    '| what | measured | figure |',
    '|---|--:|--:|',
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

/** Milliseconds from the end of `act` until the tree has as many rows as asked for. */
async function untilRows(
  page: Page,
  act: () => Promise<void>,
  rows: { atLeast: number; atMost: number },
): Promise<number> {
  await act();
  const begin = performance.now();
  await page.waitForFunction(
    ({ atLeast, atMost }) => {
      const count = Number(document.querySelector('[role=treegrid]')?.getAttribute('aria-rowcount'));
      return count >= atLeast && count <= atMost;
    },
    rows,
    { timeout: PATIENCE, polling: 'raf' },
  );
  return performance.now() - begin;
}

async function fling(page: Page): Promise<WindowFigures['frames']> {
  const deltas = await page.evaluate(
    ({ length, speed }) =>
      new Promise<number[]>((done) => {
        const grid = document.querySelector('[role=treegrid]');
        if (!grid) throw new Error('no tree grid');
        const found: number[] = [];
        const begin = performance.now();
        let last = begin;
        const frame = (now: number) => {
          found.push(now - last);
          last = now;
          const left = 1 - (now - begin) / length;
          grid.scrollTop += speed * Math.max(left, 0.02);
          if (left > 0) requestAnimationFrame(frame);
          else done(found.slice(1));
        };
        requestAnimationFrame(frame);
      }),
    { length: FLING_MS, speed: FLING_SPEED },
  );
  const sorted = deltas.toSorted((one, other) => one - other);
  return {
    count: deltas.length,
    median: median(deltas),
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    worst: sorted.at(-1) ?? Number.NaN,
  };
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
