import type { Page } from '@playwright/test';
import { waited } from './page-clock.ts';
import { median } from './measure.ts';

export interface TreemapWaits {
  /** Milliseconds from the press on the tab to the drawing. */
  readonly first: number;
  /** From Enter on the largest folder to the drawing of what is in it. */
  readonly zoom: number;
  /** Milliseconds between frames while the pointer goes over the boxes. */
  readonly hover: { readonly median: number; readonly worst: number };
  /** Of tasks that kept the page's thread for 50 ms or more, all the while. */
  readonly longTasks: readonly number[];
}

const POINTER_STEPS = 150;

/** Opens the Space tab of an image whose root holds one folder after another, and walks about in its treemap. */
export async function treemapWaits(page: Page): Promise<TreemapWaits> {
  await page.evaluate(() => {
    const found: number[] = [];
    Reflect.set(window, 'benchLongTasks', found);
    const observer = new PerformanceObserver((list) =>
      found.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
  });
  const first = await waited(
    page,
    'mousedown',
    () => page.getByRole('tab', { name: 'Space' }).click(),
    () => (document.querySelector('[aria-label^="Treemap of"] canvas') ? performance.now() : 0),
    null,
  );
  const area = page.getByRole('listbox', { name: /^Treemap of/ });
  const { x = 0, y = 0, width = 0, height = 0 } = (await area.boundingBox()) ?? {};
  const frames = page.evaluate(framesOf, POINTER_STEPS);
  for (let step = 0; step < POINTER_STEPS; step += 1)
    await page.mouse.move(x + 8 + ((step * 37) % (width - 16)), y + 8 + ((step * 53) % (height - 16)));
  const hover = await frames;
  const zooms = [];
  for (let times = 0; times < 4; times += 1) {
    await area.focus();
    await page.keyboard.press('Home');
    zooms.push(await zoomed(page, 'Enter'));
  }
  const longTasks = await page.evaluate(() => Reflect.get(window, 'benchLongTasks') as number[]);
  return { first, zoom: median(zooms), hover: { median: median(hover), worst: Math.max(...hover) }, longTasks };
}

async function zoomed(page: Page, key: string): Promise<number> {
  const before = await page.getByRole('listbox', { name: /^Treemap of/ }).getAttribute('aria-label');
  const time = await waited(
    page,
    'keydown',
    () => page.keyboard.press(key),
    (label) => {
      const area = document.querySelector('[aria-label^="Treemap of"]');
      const isNext = area?.getAttribute('aria-label') !== label && area?.getAttribute('aria-busy') === 'false';
      return isNext ? performance.now() : 0;
    },
    before,
  );
  await page.waitForTimeout(200);
  return time;
}

/** Runs in the page. */
function framesOf(count: number): Promise<number[]> {
  return new Promise((done) => {
    const found: number[] = [];
    let last = performance.now();
    const frame = (now: number) => {
      found.push(now - last);
      last = now;
      if (found.length < count) requestAnimationFrame(frame);
      else done(found.slice(1));
    };
    requestAnimationFrame(frame);
  });
}
