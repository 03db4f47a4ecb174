import { test as base } from '@playwright/test';
import { openWindow, whyNot, type Host, type OpenWindow, type WindowOptions } from './window.ts';

/** Option of a Playwright project: where its windows live. */
export interface HostOption {
  readonly host: Host;
}

/** `open` gives windows of the project's host and closes them when the test ends, also when it fails. */
export const test = base.extend<{ open: (options?: WindowOptions) => Promise<OpenWindow> }, HostOption>({
  host: ['serve', { option: true, scope: 'worker' }],
  open: async ({ host }, use, info) => {
    const reason = whyNot(host);
    info.skip(reason !== undefined, reason);
    const windows: OpenWindow[] = [];
    await use(async (options) => {
      const window = await openWindow(host, options);
      windows.push(window);
      return window;
    });
    for (const window of windows) await window.close();
  },
});

export { expect } from '@playwright/test';
