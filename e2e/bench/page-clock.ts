import type { Page } from '@playwright/test';

/** Milliseconds. Anything slower is no figure but a fault. */
export const PATIENCE = 120_000;

/** The event that an act begins with, as the page hears it. */
export type Beginning = 'mousedown' | 'click' | 'input' | 'keydown';

/**
 * What a user waits: milliseconds on the page's own clock from the event that `act` causes to the frame that shows what
 * was asked for. The way from this process to the browser does not count, waiting for the next frame does.
 * @param shown runs in the page at every frame: `performance.now()` when it is there, else 0; must be 0 before `act`
 */
export async function waited<Arg>(
  page: Page,
  begins: Beginning,
  act: () => Promise<unknown>,
  shown: (arg: Arg) => number,
  arg: Arg,
): Promise<number> {
  await page.evaluate((type) => {
    const root = document.documentElement;
    delete root.dataset['benchBegan'];
    window.addEventListener(type, ({ timeStamp }) => (root.dataset['benchBegan'] = String(timeStamp)), {
      capture: true,
      once: true,
    });
  }, begins);
  const options = { timeout: PATIENCE, polling: 'raf' } as const;
  const seen = page.waitForFunction(shown as (arg: unknown) => number, arg, options);
  await act();
  const end = await (await seen).jsonValue();
  return end - (await page.evaluate(() => Number(document.documentElement.dataset['benchBegan'])));
}
