import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from './harness/product.ts';
import { openWindow, whyNot, type WindowOptions } from './harness/window.ts';

/*
 * Refreshes the pictures of README.md: `npm run screenshots`, after a build. Always the built-in sample, so that nothing of the
 * machine shows. They are looked at, never compared: fonts differ between machines.
 */

interface Picture {
  readonly name: string;
  readonly options: WindowOptions;
  /** Brings the window to what the picture shows. */
  readonly arrange: (page: Page, home: string) => Promise<void>;
}

const SIZE = { width: 1440, height: 900 };
const SAMPLE_BUTTON = { 'en-US': 'Explore the sample image', 'zh-CN': /示例/ } as const;

const PICTURES: readonly Picture[] = [
  {
    name: 'image-light',
    options: { size: SIZE, locale: 'en-US', colorScheme: 'light' },
    arrange: async (page) => {
      await openSample(page, 'en-US');
      await select(page, 'nginx.conf');
    },
  },
  {
    name: 'hidden-dark',
    options: { size: SIZE, locale: 'en-US', colorScheme: 'dark' },
    arrange: async (page) => {
      await openSample(page, 'en-US');
      await page.getByRole('button', { name: 'Show hidden' }).click();
      await select(page, 'credentials');
    },
  },
  {
    name: 'library-light',
    options: { size: SIZE, locale: 'en-US', colorScheme: 'light' },
    arrange: async (page, home) => {
      // The sample comes to be when it is first opened.
      await page.getByRole('button', { name: SAMPLE_BUTTON['en-US'] }).click();
      await page.getByRole('button', { name: /demo\/web:2/ }).click();
      await page.getByRole('button', { name: 'Library', exact: true }).click();
      await page.getByRole('button', { name: 'Load a file…' }).click();
      await page.getByRole('textbox', { name: 'Path' }).fill(join(home, 'sample', 'outcrop-sample.tar'));
      await page.keyboard.press('Enter');
      await page.getByRole('rowheader', { name: 'demo/web' }).waitFor();
      await page.getByRole('checkbox').first().check();
    },
  },
  {
    name: 'image-zh',
    options: { size: SIZE, locale: 'zh-CN', colorScheme: 'light' },
    arrange: async (page) => {
      await openSample(page, 'zh-CN');
      await page.getByRole('toolbar').getByRole('textbox').fill('说明');
      await page.getByRole('row').filter({ hasText: '说明.txt' }).click();
      await page.getByRole('listbox', { name: '岩芯' }).waitFor();
      await page.waitForTimeout(500);
    },
  },
];

const reason = whyNot('serve');
if (reason !== undefined) throw new Error(`No pictures can be taken: ${reason}.`);
const folder = join(ROOT, 'e2e', 'screenshots');
mkdirSync(folder, { recursive: true });
for (const { name, options, arrange } of PICTURES) {
  const window = await openWindow('serve', options);
  try {
    await arrange(window.page, window.home);
    await window.page.mouse.move(0, 0);
    await window.page.evaluate(() => document.fonts.ready);
    await window.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
    process.stdout.write(`e2e/screenshots/${name}.png\n`);
  } finally {
    await window.close();
  }
}

async function openSample(page: Page, locale: keyof typeof SAMPLE_BUTTON): Promise<void> {
  await page.getByRole('button', { name: SAMPLE_BUTTON[locale] }).click();
  await page.getByRole('button', { name: /demo\/web:2/ }).click();
  await page.getByRole('treegrid').press('*');
}

/** Selects a row by typing the beginning of its name: it may lie below the rows that are drawn. */
async function select(page: Page, name: string): Promise<void> {
  await page.getByRole('treegrid').pressSequentially(name);
  await page.getByRole('row', { selected: true }).filter({ hasText: name }).waitFor();
  await page.getByRole('listbox', { name: /Core sample|岩芯/ }).waitFor();
  await page.waitForTimeout(500);
}
