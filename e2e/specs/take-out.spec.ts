import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';
import { fixture } from '../harness/forms.ts';
import { keepPicture, watchConsole } from '../harness/page-checks.ts';
import { expect, test } from '../harness/test.ts';

const BUSYBOX = fixture('busybox/docker-save.tar.gz');

test('Packages tells which layer installed what, and where it is written', async ({ open }) => {
  const { page } = await open();
  const done = watchConsole(page);
  await openSample(page);
  await page.getByRole('tab', { name: 'Packages' }).click();
  const grid = page.getByRole('treegrid', { name: 'Packages' });
  await expect(grid.getByRole('row', { name: /^nginx .*1\.28\.0-r3 apk/ })).toBeVisible();
  await page.getByRole('textbox', { name: /^Filter by name/ }).fill('busy');
  await expect(page.getByText(/^1 package/)).toBeVisible();
  await grid.focus();
  await page.keyboard.press('Home');
  const detail = page.getByRole('region', { name: 'Package' });
  await expect(detail).toContainText('busybox 1.37.0-r12');
  await keepPicture(page, 'packages');
  await detail.getByRole('button', { name: /apk\/db\/installed/ }).click();
  await expect(page.getByText('P:busybox')).toBeVisible();
  done();
});

test('Findings lists hidden secrets, and is saved as a list that a spreadsheet opens safely', async ({ open }) => {
  const { page } = await open();
  await openSample(page);
  await page.getByRole('tab', { name: 'Findings' }).click();
  const grid = page.getByRole('treegrid', { name: 'Findings' });
  await page.getByRole('button', { name: 'Hidden only' }).click();
  await expect(grid.getByRole('row', { name: /Cloud credentials credentials/ })).toContainText('still recoverable');
  await keepPicture(page, 'findings');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save list…' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  expect(await textOf(await saved)).toMatch(/^kind,rule,path,layer,.*\r\nsecret-name,/);
});

test('a layer is saved as it is stored, and the tree into a folder with what was skipped', async ({ open }) => {
  const { page, home } = await open({ images: [BUSYBOX] });
  await expect(page.getByRole('treegrid', { name: 'Files' })).toBeVisible();
  await page
    .getByRole('listbox', { name: /Layers/ })
    .getByRole('option')
    .last()
    .click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('menuitem', { name: 'Layer 0 as it is stored' }).click();
  expect(readFileSync(await (await saved).path()).length).toBeGreaterThan(1000);
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('menuitem', { name: 'Into a folder…' }).click();
  const folder = join(home, 'taken out');
  await page.getByRole('textbox', { name: /Folder on the engine/ }).fill(folder);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText(/entries written/)).toBeVisible();
  await keepPicture(page, 'export-folder');
  await page.getByRole('button', { name: 'Close' }).last().click();
  expect(readFileSync(join(folder, 'etc/passwd'), 'utf8')).toContain('root:');
});

test('a search and what it found stay while another image is in front', async ({ open }) => {
  const { page } = await open({ images: [BUSYBOX] });
  await expect(page.getByRole('treegrid', { name: 'Files' })).toBeVisible();
  const tabs = page.getByRole('navigation', { name: 'Opened images' });
  await tabs.getByRole('button', { name: 'Library' }).click();
  await openSample(page);
  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('textbox', { name: 'Search for' }).fill('credentials');
  const results = page.getByRole('treegrid', { name: 'Search results' });
  await expect(results.getByRole('row', { name: /^credentials/ })).toBeVisible();
  await tabs.getByRole('button', { name: 'corpus/busybox:1', exact: true }).click();
  await expect(results).toHaveCount(0);
  await tabs.getByRole('button', { name: 'demo/web:2', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Search for' })).toHaveValue('credentials');
  await expect(results.getByRole('row', { name: /^credentials/ })).toBeVisible();
});

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8');
}

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await page.getByRole('button', { name: /demo\/web:2/ }).click();
  await expect(page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name: /^srv/ })).toBeVisible();
}
