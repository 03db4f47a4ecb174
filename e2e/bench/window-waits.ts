import type { Page } from '@playwright/test';
import { median } from './measure.ts';
import { PATIENCE, waited } from './page-clock.ts';

/** Milliseconds a reader waits for the first rows of what was asked of the tree. */
export interface TreeWaits {
  readonly expandAll: number;
  readonly collapseAll: number;
  readonly filter: number;
  readonly sort: number;
}

/** All folders must be closed; they are again at the end. */
export async function treeWaits(page: Page): Promise<TreeWaits> {
  const all = await changed(page, 'click', () => page.getByRole('button', { name: 'Expand all folders' }).click());
  const sorts = [];
  for (const name of ['Size', 'Name', 'Size', 'Size', 'Name'])
    sorts.push(
      await changed(page, 'click', () =>
        page.getByRole('columnheader', { name, exact: true }).getByRole('button').click(),
      ),
    );
  const box = page.getByLabel('Filter by path');
  const filters = [];
  for (const typed of ['12', 'zzz-nowhere', '7', '33', 'zzz'])
    filters.push(await changed(page, 'input', () => box.fill(typed)));
  await changed(page, 'input', () => box.fill(''));
  const none = await changed(page, 'click', () => page.getByRole('button', { name: 'Collapse all folders' }).click());
  return { expandAll: all, collapseAll: none, filter: median(filters), sort: median(sorts) };
}

/** From the press on each layer of the Stack to the first rows of what it holds. */
export async function layerWaits(page: Page): Promise<number[]> {
  const layers = page.getByRole('listbox', { name: 'Layers, top first' }).getByRole('option', { name: /^Layer \d/ });
  const times = [];
  for (let at = 0; at < (await layers.count()); at += 1)
    times.push(await changed(page, 'mousedown', () => layers.nth(at).click()));
  return times;
}

/**
 * Until the tree is another one, read and drawn: its state is no longer being worked out, no row is missing, and either
 * its rows or their number differ from those before.
 */
async function changed(page: Page, begins: 'click' | 'input' | 'mousedown', act: () => Promise<void>): Promise<number> {
  // What comes late of the change before is none of this one's.
  await page.waitForTimeout(500);
  const before = await page.evaluate(() => {
    const grid = document.querySelector('[role=treegrid]');
    const rows = [...(grid?.querySelectorAll('[role=row][data-index]') ?? [])].map((row) => row.textContent);
    return { rows: rows.join('\n'), count: grid?.getAttribute('aria-rowcount') };
  });
  const time = await waited(
    page,
    begins,
    act,
    ({ rows, count }) => {
      const grid = document.querySelector('[role=treegrid]');
      const bar = grid?.closest('[data-columns]')?.querySelector('[role=status]');
      if (!grid || bar?.hasAttribute('data-busy') || grid.querySelector('[role=row][aria-busy]')) return 0;
      const now = [...grid.querySelectorAll('[role=row][data-index]')].map((row) => row.textContent).join('\n');
      return now !== rows || grid.getAttribute('aria-rowcount') !== count ? performance.now() : 0;
    },
    before,
  );
  await page.waitForFunction(() => document.querySelector('[role=treegrid] [aria-busy]') === null, undefined, {
    timeout: PATIENCE,
  });
  return time;
}
