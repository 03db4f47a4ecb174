import type { Page } from '@playwright/test';
import { fixture } from '../harness/forms.ts';
import { expectAccessible } from '../harness/page-checks.ts';
import { expect, test } from '../harness/test.ts';

const TRICKY = fixture('tricky/oci-zstd.tar');

test('axe finds nothing on any screen of an image, in either theme', async ({ open }) => {
  test.setTimeout(360_000);
  const { page } = await open();
  const check = (screen: string) => expectAccessible(page, screen);
  await expect(page.getByRole('heading', { level: 1, name: 'Outcrop' })).toBeVisible();
  await check('empty library');
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await expect(page.getByRole('heading', { name: /^2 images/ })).toBeVisible();
  await check('picker');
  await page.getByRole('button', { name: /demo\/web:2/ }).click();
  await page.getByRole('button', { name: 'Show hidden' }).click();
  await goTo(page, '/etc/nginx/nginx.conf');
  await expect(page.getByText('location /api/')).toBeVisible();
  await check('files and inspector');
  await goTo(page, '/bin/busybox');
  await check('inspector of a binary file');
  await page.getByRole('treegrid').press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await check('menu of a row');
  await page.keyboard.press('Escape');
  for (const tab of await page.getByRole('tablist', { name: 'Screens' }).getByRole('tab').all()) {
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    const name = (await tab.textContent()) ?? 'tab';
    if (name === 'Search') await page.getByRole('textbox', { name: 'Search for' }).fill('conf');
    await settled(page);
    await check(name);
    // The parts of a screen that has some.
    const panel = page.getByRole('tabpanel', { name, exact: true });
    for (const part of await panel.getByRole('tab').all()) {
      await part.click();
      await settled(page);
      await check(`${name}, ${(await part.textContent()) ?? ''}`);
    }
  }
});

test('axe finds nothing on the library, a comparison and all that lies over the window, in either theme', async ({
  open,
}) => {
  test.setTimeout(360_000);
  const { page } = await open({ images: [TRICKY] });
  const check = (screen: string) => expectAccessible(page, screen);
  await expect(page.getByRole('treegrid')).toBeVisible();
  await page.keyboard.press('Control+k');
  await check('palette');
  await page.getByRole('combobox').fill('sample');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /demo\/web:2/ }).click();
  await page.keyboard.press('Control+p');
  await expect(page.getByRole('option').first()).toBeVisible();
  await check('go to path');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New container…' }).click();
  await check('new container');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('treegrid').getByRole('row', { name: /dockerenv/ })).toBeVisible();
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await check(`container, ${(await tab.textContent()) ?? ''}`);
  }
  await page.keyboard.press('Alt+PageUp');
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await check('compare menu');
  await page.getByRole('menuitem', { name: /demo\/web:1/ }).click();
  await expect(page.getByRole('treegrid', { name: 'Differences' })).toBeVisible();
  await check('comparison');
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await page.getByRole('checkbox').first().check();
  await check('library');
  await page.keyboard.press('?');
  await check('shortcuts');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  for (const tab of await settings.getByRole('tab').all()) {
    await tab.click();
    await settled(page);
    await check(`settings, ${(await tab.textContent()) ?? ''}`);
  }
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('dialog', { name: 'Open image file' })).toBeVisible();
  await settled(page);
  await check('open dialog');
});

async function goTo(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Control+p');
  await page.getByRole('combobox', { name: 'Go to path' }).fill(path);
  await expect(page.getByRole('option').first()).toContainText(path);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treegrid').locator('[aria-selected=true]')).toContainText(path.split('/').at(-1) ?? '');
}

/** What a screen asks the engine for has come, and nothing fades any more. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.waitForTimeout(250);
}
