import type { Page } from '@playwright/test';
import { expectAccessible, keepPicture, watchConsole } from '../harness/page-checks.ts';
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
  await files.getByRole('row', { name: /^pricing\.bin/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy digest of the content' }).click();
  await expect(page.getByText('Digest copied')).toBeVisible();
  await page.getByRole('button', { name: 'Compute' }).click();
  await expect(page.getByText(/^sha256:[0-9a-f]{64}$/)).toBeVisible();
  await keepPicture(page, 'files-range');
  done();
});

test('columns are chosen, made wide by pointer and by keyboard, given back, and remembered', async ({ open }) => {
  const { page } = await open();
  const done = watchConsole(page);
  const files = await openSample(page);
  const head = (name: string) => files.getByRole('columnheader', { name, exact: true });
  const edge = files.getByRole('separator', { name: 'Width of Size' });
  const width = async () => Number(await edge.getAttribute('aria-valuenow'));
  const usual = await width();

  await edge.focus();
  await page.keyboard.press('ArrowLeft');
  expect(await width()).toBe(usual + 16);
  const { x = 0, y = 0 } = (await edge.boundingBox()) ?? {};
  await page.mouse.move(x, y + 5);
  await page.mouse.down();
  await page.mouse.move(x - 14, y + 5, { steps: 3 });
  await page.mouse.up();
  expect(await width()).toBe(usual + 30);
  const cell = files.getByRole('row', { name: /^srv/ }).getByRole('gridcell').nth(3);
  expect((await cell.boundingBox())?.width).toBe(usual + 30);
  await expect(head('Size')).toHaveAttribute('aria-sort', 'none');
  await head('Size').getByRole('button').click();
  await expect(head('Size')).toHaveAttribute('aria-sort', 'descending');

  const menu = page.getByRole('button', { name: 'Columns' });
  await menu.click();
  await page.getByRole('menuitemcheckbox', { name: 'Type' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Modified' }).click();
  await keepPicture(page, 'files-columns');
  await page.keyboard.press('Escape');
  await expect(head('Type')).toBeVisible();
  await expect(head('Modified')).toHaveCount(0);

  await page.reload();
  await expect(head('Type')).toBeVisible();
  await expect(head('Modified')).toHaveCount(0);
  expect(await width()).toBe(usual + 30);
  await expectAccessible(page, 'other columns of files');
  await edge.dblclick();
  expect(await width()).toBe(usual);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Reset columns and widths' }).click();
  await expect(head('Modified')).toBeVisible();
  await expect(head('Type')).toHaveCount(0);
  done();
});

async function openSample(page: Page) {
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await page.getByRole('button', { name: /demo\/web:2/ }).click();
  const files = page.getByRole('treegrid', { name: 'Files' });
  await expect(files.getByRole('row', { name: /^srv/ })).toBeVisible();
  return files;
}
