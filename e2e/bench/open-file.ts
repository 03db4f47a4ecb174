import type { Page } from '@playwright/test';
import { waited } from './page-clock.ts';

/**
 * From a click on a file of the tree to its content in the inspector, one figure a file. All folders must be open.
 * Files are taken from all over the tree, in the same order each time.
 */
export async function openFiles(page: Page, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; times.length < count && at < 4 * count; at += 1) {
    // A step that shares no factor with the count of places comes by all of them.
    const file = await bringFile(page, ((at * 0.381966) % 1) * 0.98);
    if (file === null) continue;
    // What the last file left behind is no part of this one's time.
    await page.waitForTimeout(250);
    times.push(await waited(page, 'mousedown', () => page.mouse.click(file.x, file.y), contentShown, file.name));
  }
  return times;
}

/** Scrolls to a part of the tree. @returns a file that is on the screen there and not open yet */
async function bringFile(page: Page, part: number): Promise<{ x: number; y: number; name: string } | null> {
  await page.evaluate((to) => {
    const grid = document.querySelector('[role=treegrid]');
    if (grid) grid.scrollTop = to * (grid.scrollHeight - grid.clientHeight);
    // The event of the scroll comes with the next frame, its rows with the one after.
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, part);
  await page.waitForFunction(
    () =>
      document.querySelector('[role=treegrid] [role=row][data-index]') !== null &&
      document.querySelector('[role=treegrid] [role=row][aria-busy]') === null,
    undefined,
    { polling: 'raf' },
  );
  return page.evaluate(() => {
    const grid = document.querySelector('[role=treegrid]')?.getBoundingClientRect();
    const shown = document.querySelector('aside[aria-label=Inspector] h2')?.getAttribute('title');
    for (const row of document.querySelectorAll('[role=treegrid] [role=row][data-index]')) {
      const icon = row.querySelector('[data-type=file]');
      const name = icon?.nextElementSibling;
      const place = row.getBoundingClientRect();
      const text = name?.textContent;
      const isEmpty = [...row.querySelectorAll('[role=gridcell]')].some((cell) => cell.textContent === '0 B');
      if (!grid || !name || !text || text === shown || isEmpty) continue;
      if (place.top < grid.top + 60 || place.bottom > grid.bottom - 20) continue;
      return { x: name.getBoundingClientRect().left + 4, y: place.top + place.height / 2, name: text };
    }
    return null;
  });
}

/** Runs in the page. */
function contentShown(name: string): number {
  const inspector = document.querySelector('aside[aria-label=Inspector]');
  if (inspector?.querySelector('h2')?.getAttribute('title') !== name) return 0;
  const body = inspector.querySelector('[role=toolbar][aria-label=Content] + *');
  if (!body || body.getAttribute('aria-busy') === 'true' || body.querySelector('[aria-busy=true]')) return 0;
  const text = [...body.querySelectorAll('[data-selectable]')].some(
    (host) => (host.shadowRoot?.querySelector('.cm-line')?.textContent ?? '') !== '',
  );
  return text || body.querySelector('[data-byte], dl, img, [role=row], li, table') ? performance.now() : 0;
}
