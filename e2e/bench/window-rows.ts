import { loadavg } from 'node:os';
import type { Page } from '@playwright/test';
import { openWindow, whyNot } from '../harness/window.ts';
import type { BenchImage } from './layout.ts';
import { median } from './measure.ts';
import { openFiles } from './open-file.ts';
import { PATIENCE } from './page-clock.ts';
import { treemapWaits, type TreemapWaits } from './treemap-waits.ts';
import { layerWaits, treeWaits, type TreeWaits } from './window-waits.ts';

/** What a user of the window waits for, with one layer of small files. Milliseconds. */
export interface WindowFigures {
  readonly entries: number;
  /** From the start of `outcrop serve` and the browser to the first rows. */
  readonly readyMs: number;
  readonly tree: TreeWaits;
  /** From a click on a file to its content. */
  readonly openFile: readonly number[];
  readonly treemap: TreemapWaits;
  /** Between animation frames while the tree scrolls by itself, all folders expanded. */
  readonly frames: { readonly count: number; readonly median: number; readonly p99: number; readonly worst: number };
  /** The last row comes into view with the End key. */
  readonly lastRowReached: boolean;
  readonly heapMB: number;
}

/** The same of an image of many layers, or of one that is compressed. */
export interface OtherFigures {
  /** From a press on each layer of a deep stack to its rows. */
  readonly switchLayer: readonly number[];
  readonly openGzipFile: readonly number[];
}

const FLING_MS = 10_000;
/** Pixels a frame at the start of the fling; it slows down to a stop, as a finger's does. */
const FLING_SPEED = 4000;
/** Files opened for one median. */
const FILES = 24;

/** @returns a sentence instead of figures when there is no browser */
export async function measureWindow(image: BenchImage): Promise<WindowFigures | string> {
  const reason = whyNot('serve');
  if (reason !== undefined) return `Window rows are left out: ${reason}.`;
  process.stderr.write(`window, ${image.entries} entries\n`);
  return inWindow(image, async (page, readyMs) => {
    const grid = page.getByRole('treegrid');
    const tree = await treeWaits(page);
    await page.getByRole('button', { name: 'Expand all folders' }).click();
    await page.waitForFunction(
      (count) => Number(document.querySelector('[role=treegrid]')?.getAttribute('aria-rowcount')) >= count,
      image.entries,
    );
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
    const openFile = await openFiles(page, FILES);
    const treemap = await treemapWaits(page);
    const heap = await page.evaluate(
      () => ('memory' in performance ? Reflect.get(performance.memory as object, 'usedJSHeapSize') : 0) as number,
    );
    return { entries: image.entries, readyMs, tree, openFile, treemap, frames, lastRowReached, heapMB: heap / 2 ** 20 };
  });
}

/** @param deep of several layers @param gzip of one compressed layer */
export async function measureOthers(deep: BenchImage, gzip: BenchImage): Promise<OtherFigures> {
  process.stderr.write('window, layers and gzip\n');
  const switchLayer = await inWindow(deep, layerWaits);
  const openGzipFile = await inWindow(gzip, async (page) => {
    await page.getByRole('button', { name: 'Expand all folders' }).click();
    return openFiles(page, FILES);
  });
  return { switchLayer, openGzipFile };
}

async function inWindow<T>({ path }: BenchImage, work: (page: Page, readyMs: number) => Promise<T>): Promise<T> {
  const begin = performance.now();
  const { page, close } = await openWindow('serve', { images: [path] });
  try {
    await page.getByRole('treegrid').getByRole('row', { level: 1 }).first().waitFor({ timeout: PATIENCE });
    return await work(page, performance.now() - begin);
  } finally {
    await close();
  }
}

export function windowTable(figures: WindowFigures | string, others: OtherFigures | null): string {
  if (typeof figures === 'string') return figures;
  const { entries, readyMs, tree, openFile, treemap, frames, lastRowReached, heapMB } = figures;
  const tasks = treemap.longTasks.map(Math.round).join(', ');
  const lines: readonly (readonly [what: string, figure: string, goal: string])[] = [
    ['start of serve and browser to first rows', ms(readyMs), ''],
    ['expand all, to first rows', ms(tree.expandAll), '≤ 100 ms'],
    ['collapse all', ms(tree.collapseAll), '≤ 100 ms'],
    ['filter, all folders open, median', ms(tree.filter), '≤ 100 ms'],
    ['sort, all folders open, median', ms(tree.sort), '≤ 100 ms'],
    ['open a file, median', ms(median(openFile)), '≤ 50 ms'],
    ['treemap, from the tab to the drawing', ms(treemap.first), ''],
    ['treemap, into a folder, median', ms(treemap.zoom), ''],
    ['treemap, frame under a moving pointer, median', ms(treemap.hover.median), '≤ 16.7 ms'],
    ['treemap, frame under a moving pointer, worst', ms(treemap.hover.worst), '≤ 32 ms'],
    ['treemap, tasks of 50 ms and more', tasks === '' ? 'none' : `${tasks} ms`, 'none'],
    ['frame while scrolling, median', ms(frames.median), '≤ 16.7 ms'],
    ['frame while scrolling, 99 of 100', ms(frames.p99), ''],
    ['frame while scrolling, worst', ms(frames.worst), '≤ 32 ms'],
    ['last row reached by the End key', lastRowReached ? 'yes' : 'no', 'yes'],
    ['heap of the page', `${heapMB.toFixed(0)} MB`, ''],
    ...(others ? othersOf(others) : []),
  ];
  return [
    `In the window (headless Chromium, ${entries} entries, ${frames.count} frames, load ${loadavg()[0]?.toFixed(1)}):`,
    '',
    '| what | measured | figure |',
    '|---|--:|--:|',
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

function othersOf({ switchLayer, openGzipFile }: OtherFigures): (readonly [string, string, string])[] {
  return [
    ['another layer of 8 × 100k, median', ms(median(switchLayer)), '≤ 100 ms'],
    ['open a file of a gzip layer, median', ms(median(openGzipFile)), '≤ 50 ms'],
  ];
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
