import type { Page } from '@playwright/test';
import { keepPicture, watchConsole } from '../harness/page-checks.ts';
import { expect, test } from '../harness/test.ts';

test('files are filtered by regex and by conditions, and a wrong pattern is explained at the box', async ({ open }) => {
  const { page } = await open();
  const done = watchConsole(page);
  const files = await openSample(page);
  const box = page.getByRole('textbox', { name: 'Filter by path' });
  await box.fill('/\\.js$/');
  await expect(files.getByRole('row', { name: /^server\.js/ })).toBeVisible();
  await expect(files.getByRole('row', { name: /^bin/ })).toHaveCount(0);
  await box.fill('/a(/');
  await expect(page.getByRole('alert')).toContainText('This is no regular expression');
  await expect(box).toHaveAttribute('aria-invalid', 'true');
  await box.fill('');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('button', { name: 'only hidden', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(files.getByRole('row', { name: /^credentials/ })).toBeVisible();
  await keepPicture(page, 'files-filtered');
  await page.getByRole('button', { name: 'Remove condition: only hidden' }).click();
  await expect(files.getByRole('row', { name: /^bin/ })).toBeVisible();
  done();
});

test('several rows are picked by keyboard, and a range of layers shows its net effect', async ({ open }) => {
  const { page } = await open();
  const done = watchConsole(page);
  const files = await openSample(page);
  await files.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText(/3 selected/)).toBeVisible();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: /^Copy paths/ })).toBeVisible();
  await page.keyboard.press('Escape');
  const stack = page.getByRole('listbox', { name: 'Layers, top first' });
  await stack.getByRole('option', { name: /^Layer 5/ }).click();
  await stack.getByRole('option', { name: /^Layer 3/ }).click({ modifiers: ['Shift'] });
  await expect(stack.locator('[aria-selected="true"]')).toHaveCount(3);
  await expect(files.getByRole('row', { name: /^pricing\.bin/ })).toBeVisible();
  await keepPicture(page, 'files-range');
  done();
});

async function openSample(page: Page) {
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await page.getByRole('button', { name: /demo\/web:2/ }).click();
  const files = page.getByRole('treegrid', { name: 'Files' });
  await expect(files.getByRole('row', { name: /^srv/ })).toBeVisible();
  return files;
}
