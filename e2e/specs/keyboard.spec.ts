import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

/** The three jobs of the README, from the start screen on, with no pointer. */
test('by keyboard alone: open the sample and browse, find what hides a file, read a deleted one', async ({ open }) => {
  const { page } = await open();
  await expect(page.getByRole('main')).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Explore the sample image' }));
  await page.keyboard.press('Enter');
  const choice = page.getByRole('button', { name: /^demo\/web:2/ });
  await expect(choice).toBeVisible();
  await tabTo(page, choice);
  await page.keyboard.press('Enter');

  // Browse: the tree, a folder, a file and what is in it.
  const tree = page.getByRole('treegrid', { name: 'Files' });
  const active = tree.locator('[aria-selected=true]');
  await expect(tree.getByRole('row', { name: /^etc/ })).toBeVisible();
  await tabTo(page, tree);
  await page.keyboard.type('etc');
  await expect(active).toContainText('etc');
  await page.keyboard.press('ArrowRight');
  await expect(active).toHaveAttribute('aria-expanded', 'true');
  await goTo(page, '/etc/nginx/nginx.conf');
  await expect(page.getByText('location /api/')).toBeVisible();

  // What hides the version below, and the text of that version.
  const core = page.getByRole('listbox', { name: /^Core sample/ });
  await expect(core).toContainText('Layer 6 replaces it with another version');
  await tabTo(page, core);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText('As the package ships it.')).toBeVisible();

  // A file that was deleted and still ships.
  await command(page, 'show or leave out hidden');
  await goTo(page, '/root/.aws/credentials');
  await expect(active).toHaveAttribute('data-ghost', '');
  await expect(core).toContainText('Layer 4 deletes the folder /root/.aws with a whiteout');
  await expect(page.getByText('AKIAIOSFODNN7EXAMPLE')).toBeVisible();

  // Each screen, the settings and the library can be left again as well.
  const tab = page.getByRole('tab', { name: 'Files', exact: true });
  await tabTo(page, tab);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Space', exact: true })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Alt+PageUp');
  await expect(page.getByRole('heading', { level: 1, name: 'Outcrop' })).toBeVisible();
  await page.keyboard.press('Alt+PageDown');
  await expect(page.getByRole('tab', { name: 'Space', exact: true })).toBeVisible();
  await page.keyboard.press('Alt+w');
  await expect(page.getByRole('heading', { level: 1, name: 'Outcrop' })).toBeVisible();
});

/** All that is asked for and given fits a window of 640 × 400 CSS pixels, which 1280 × 800 is at 200 %. */
test('at 200 % nothing is lost: every pane, tab and dialog can be reached', async ({ open }) => {
  const { page } = await open({ size: { width: 640, height: 400 } });
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await page.getByRole('button', { name: /^demo\/web:2/ }).click();
  const tree = page.getByRole('treegrid', { name: 'Files' });
  await expect(tree.getByRole('row', { name: /^etc/ })).toBeVisible();
  expect((await tree.boundingBox())?.width).toBeGreaterThan(240);
  await goTo(page, '/etc/nginx/nginx.conf');
  await page.getByText('location /api/').scrollIntoViewIfNeeded();
  await expect(page.getByText('location /api/')).toBeInViewport();
  for (const tab of await page.getByRole('tablist', { name: 'Screens' }).getByRole('tab').all()) {
    await tab.click();
    await expect(tab).toBeInViewport();
  }
  await page.keyboard.press('Control+,');
  for (const tab of await page.getByRole('dialog').getByRole('tab').all()) {
    await tab.click();
    await expect(tab).toBeInViewport();
  }
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  const last = page.getByRole('dialog').getByText('Out one folder');
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport();
});

async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const isFocused = () => wanted.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 80 && !(await isFocused()); step += 1) await page.keyboard.press('Tab');
  await expect(wanted).toBeFocused();
}

async function goTo(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Control+p');
  await page.getByRole('combobox', { name: 'Go to path' }).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(path);
  await expect(page.getByRole('option').first()).toContainText(path);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treegrid').locator('[aria-selected=true]')).toContainText(path.split('/').at(-1) ?? '');
}

async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Commands' }).waitFor();
  await page.keyboard.type(words);
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
}
