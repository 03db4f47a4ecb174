import type { Locator, Page } from '@playwright/test';
import { fixture } from '../harness/forms.ts';
import { keepPicture, watchConsole } from '../harness/page-checks.ts';
import { expect, test } from '../harness/test.ts';

const BUSYBOX = fixture('busybox/docker-save.tar.gz');

test('Space shows the biggest folder, and the keyboard goes into it and out again', async ({ open }) => {
  const { page } = await open();
  const done = watchConsole(page);
  await openSample(page);
  await page.getByRole('tab', { name: 'Space' }).click();
  await expect(page.getByText('Efficiency')).toBeVisible();
  await expect(page.getByText("dive's score")).toBeVisible();
  const map = page.getByRole('listbox', { name: 'Treemap of the root folder' });
  await expect(map.getByRole('option').first()).toHaveText(/^usr, folder, 24\.6 kB, 45 %/);
  await map.focus();
  await page.keyboard.press('Home');
  await expect(activeOption(map)).toHaveText(/^usr,/);
  await page.keyboard.press('ArrowRight');
  await expect(activeOption(map)).toHaveText(/^bin,/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  const zoomed = page.getByRole('listbox', { name: 'Treemap of /usr' });
  await expect(zoomed.getByRole('option').first()).toHaveText(/^sbin, folder/);
  await keepPicture(page, 'space-zoomed');
  await zoomed.focus();
  await page.keyboard.press('Backspace');
  await expect(map).toBeVisible();
  done();
});

test('Space lists hidden bytes and duplicates', async ({ open }) => {
  const { page } = await open();
  await openSample(page);
  await page.getByRole('tab', { name: 'Space' }).click();
  await page.getByRole('tab', { name: 'Hidden bytes' }).click();
  const hidden = page.getByRole('treegrid', { name: 'Hidden bytes' });
  await expect(hidden.getByRole('row').nth(1)).toContainText('nginx-1.28.0-r3.apk');
  await page.getByRole('tab', { name: 'Duplicates' }).click();
  await page.getByRole('button', { name: 'Look for duplicates' }).click();
  await expect(page.getByText(/more than once|No two files have the same content/)).toBeVisible();
});

test('Hidden lists the deleted credentials as still recoverable, and opens that version @smoke', async ({ open }) => {
  const { page } = await open();
  const done = watchConsole(page);
  await openSample(page);
  await page.getByRole('tab', { name: 'Hidden', exact: true }).click();
  const list = page.getByRole('treegrid', { name: 'Hidden versions' });
  await expect(list.getByRole('row', { name: /Hidden by layer 4/ })).toContainText('2 look like secrets');
  const credentials = list.getByRole('row', { name: /^credentials/ });
  await expect(credentials).toContainText('still recoverable');
  await credentials.click();
  await expect(page.getByText('AKIAIOSFODNN7EXAMPLE')).toBeVisible();
  await page.getByRole('button', { name: 'Secrets' }).click();
  await expect(page.getByText('2 hidden versions')).toBeVisible();
  await expect(list.getByRole('row', { name: /^server\.js/ })).toHaveCount(0);
  await keepPicture(page, 'hidden-secrets');
  done();
});

test('a search of contents finds a text in a deleted file and opens that version', async ({ open }) => {
  const { page } = await open();
  const done = watchConsole(page);
  await openSample(page);
  await page.keyboard.press('Control+Shift+F');
  const box = page.getByRole('textbox', { name: 'Search for' });
  await expect(box).toBeFocused();
  await page.getByRole('button', { name: 'Contents', exact: true }).click();
  await box.fill('aws_secret_access_key');
  await page.keyboard.press('Enter');
  const results = page.getByRole('treegrid', { name: 'Search results' });
  const hit = results.getByRole('row', { name: /^credentials/ });
  await expect(hit).toContainText('deleted');
  await results.focus();
  await page.keyboard.press('Home');
  await expect(page.getByText('Hidden, still in the image.')).toBeVisible();
  await expect(page.getByLabel('Places in the file')).toContainText('aws_secret_access_key');
  await keepPicture(page, 'search-content');
  done();
});

test('names are found while they are typed, hidden versions too', async ({ open }) => {
  const { page } = await open();
  await openSample(page);
  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('textbox', { name: 'Search for' }).fill('server.js');
  const results = page.getByRole('treegrid', { name: 'Search results' });
  await expect(results.getByRole('row', { name: /^server\.js / })).toHaveCount(2);
  await page.getByRole('button', { name: 'Hidden too' }).click();
  await expect(results.getByRole('row', { name: /^server\.js / })).toHaveCount(1);
  await page.getByRole('button', { name: 'Regex' }).click();
  await page.getByRole('textbox', { name: 'Search for' }).fill('(a+');
  await expect(page.getByRole('alert')).toBeVisible();
});

test('the palette runs a command by its name', async ({ open }) => {
  const { page } = await open({ images: [BUSYBOX] });
  await expect(page.getByRole('treegrid', { name: 'Files' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Commands' }).fill('integrity');
  await expect(page.getByRole('option', { name: 'Show Integrity' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Integrity' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('combobox')).toHaveCount(0);
});

test('go to path completes folder by folder, and back returns', async ({ open }) => {
  const { page } = await open();
  await openSample(page);
  await page.keyboard.press('Control+p');
  const box = page.getByRole('combobox', { name: 'Go to path' });
  await box.fill('/etc/ng');
  await expect(page.getByRole('option', { name: /^\/etc\/nginx/ }).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Tab');
  await expect(box).toHaveValue('/etc/nginx/');
  await box.pressSequentially('ngi');
  await expect(page.getByRole('option').first()).toContainText('/etc/nginx/nginx.conf');
  await page.keyboard.press('Enter');
  await expect(page.getByText('location /api/')).toBeVisible();
  const path = page.getByRole('navigation', { name: 'Path', exact: true });
  await expect(path).toHaveText('etcnginxnginx.conf');
  await path.getByRole('button', { name: 'etc', exact: true }).click();
  await expect(path).toHaveText('etc');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(path).toHaveText('etcnginxnginx.conf');
});

test('the sheet of keys opens with a question mark', async ({ open }) => {
  const { page } = await open();
  await expect(page.getByRole('heading', { level: 1, name: 'Outcrop' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Search all layers');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await page.getByRole('button', { name: /demo\/web:2/ }).click();
  await expect(page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name: /^srv/ })).toBeVisible();
}

function activeOption(list: Locator): Locator {
  return list.locator('[aria-selected="true"]');
}
