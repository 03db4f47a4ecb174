import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Locator, type Page } from '@playwright/test';
import { CHROMIUM, startServe, whyNot } from '../harness/window.ts';
import { median } from './measure.ts';

/** Milliseconds, medians of runs in turns; program, page and browser have been started before. */
export interface StartFigures {
  /** `outcrop serve`, then the browser at its address, to the library as it can be used. */
  readonly windowMs: number;
  /** The same browser alone, to a word on a page without a host. */
  readonly browserMs: number;
  readonly rounds: number;
}

const BLANK = 'data:text/html,<h1>ready</h1>';

/** @returns null when there is no browser */
export async function measureStart(rounds: number): Promise<StartFigures | null> {
  if (whyNot('serve') !== undefined) return null;
  process.stderr.write('start of the window\n');
  // For all rounds: program and page lie there as they were compiled the first time, as for whoever uses them again.
  const home = mkdtempSync(join(tmpdir(), 'outcrop-bench-start-'));
  const [ours, blank] = [join(home, 'window'), join(home, 'blank')];
  const found = { window: [] as number[], browser: [] as number[] };
  try {
    for (let round = 0; round < rounds + 3; round += 1) {
      const browserMs = await timed(() => opened(blank, BLANK, (page) => page.getByRole('heading', { name: 'ready' })));
      const windowMs = await timed(async () => {
        const { url, stop } = await startServe(home);
        const close = await opened(ours, url, (page) => page.getByRole('button', { name: /^Open/ }).first());
        return () => Promise.all([close(), stop()]);
      });
      // A page is compiled to be kept when it is loaded the second time.
      if (round < 3) continue;
      found.window.push(windowMs);
      found.browser.push(browserMs);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return { windowMs: median(found.window), browserMs: median(found.browser), rounds };
}

export function startLine({ windowMs, browserMs, rounds }: StartFigures): string {
  const ratio = (windowMs / browserMs).toFixed(2);
  return `Start to a usable window: ${windowMs.toFixed(0)} ms; the browser's own start: ${browserMs.toFixed(0)} ms; ${ratio} × of it (figure ≤ 2.0; medians of ${rounds}).`;
}

/** Opens the address as the app window does: it is the browser's first page. */
async function opened(profile: string, url: string, waitFor: (page: Page) => Locator): Promise<() => Promise<void>> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [`--app=${url}`],
  });
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await waitFor(page).waitFor();
  return () => context.close();
}

async function timed(open: () => Promise<() => Promise<unknown>>): Promise<number> {
  const begin = performance.now();
  const close = await open();
  const took = performance.now() - begin;
  await close();
  return took;
}
