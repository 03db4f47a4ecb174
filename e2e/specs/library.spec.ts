import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible, keepPicture, watchConsole } from '../harness/page-checks.ts';
import { fixture } from '../harness/forms.ts';
import { outcrop, outcropJSON } from '../harness/product.ts';
import { expect, test } from '../harness/test.ts';

const BUSYBOX = fixture('busybox/docker-save.tar.gz');

/** Every write of the store waits for the disk, which others use too. */
const slow = expect.configure({ timeout: 30_000 });

const stored = (page: Page) => page.getByRole('region', { name: 'Stored images' });

test('the store in the window: load two images that share layers, tag, compare, save and remove', async ({ open }) => {
  test.setTimeout(120_000);
  const { page, home } = await open();
  const done = watchConsole(page);
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await expect(page.getByRole('heading', { name: /^2 images/ })).toBeVisible();
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await expect(stored(page).getByText(/^The store keeps images/)).toBeVisible();
  await page.getByRole('button', { name: 'Load a file…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: 'Path' })
    .fill(join(home, 'sample', 'outcrop-sample.tar'));
  await page.keyboard.press('Enter');
  await slow(stored(page).getByRole('rowheader', { name: 'demo/web' })).toBeVisible();
  const second = stored(page).getByRole('row', { name: /Open demo\/web:2/ });
  // Both stand on the same base.
  await expect(second.getByRole('cell').nth(6)).toHaveText('1');
  await expectAccessible(page, 'library with stored images');
  await keepPicture(page, 'library-stored');

  await second.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Add a tag…' }).click();
  const tag = page.getByRole('dialog', { name: 'Add a tag' });
  await tag.getByRole('textbox').fill('Web:3');
  await expect(tag.getByRole('button', { name: 'Add' })).toBeDisabled();
  await tag.getByRole('textbox').fill('shop:3');
  await expectAccessible(page, 'tag dialog');
  await page.keyboard.press('Enter');
  await slow(stored(page).getByRole('button', { name: 'Open shop:3' })).toBeVisible();
  const rows = (await outcropJSON(['images', '--json'], { home })) as { name: string }[];
  expect(rows.map(({ name }) => name)).toContain('docker.io/library/shop:3');

  // What another program does to the store is seen without being asked for.
  expect((await outcrop(['tag', 'demo/web:2', 'elsewhere:4'], { home })).status).toBe(0);
  await slow(stored(page).getByRole('button', { name: 'Open elsewhere:4' })).toBeVisible();
  expect((await outcrop(['rmi', 'elsewhere:4'], { home })).status).toBe(0);
  await slow(stored(page).getByRole('button', { name: 'Open elsewhere:4' })).toHaveCount(0);

  const saving = page.waitForEvent('download');
  await stored(page).getByRole('button', { name: 'Actions for shop:3' }).click();
  await page.getByRole('menuitem', { name: 'Save as OCI archive' }).click();
  const archive = join(await mkdtemp(join(tmpdir(), 'outcrop-saved-')), 'saved.tar');
  await (await saving).saveAs(archive);
  const { images } = (await outcropJSON(['inspect', archive, '--json'], { home })) as { images: { names: string[] }[] };
  expect(images).toHaveLength(1);
  await rm(join(archive, '..'), { recursive: true });

  await stored(page).getByRole('button', { name: 'Actions for shop:3' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('The image has other names and stays');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await slow(page.getByText('Removed; nothing was freed.')).toBeVisible();

  await stored(page).getByRole('button', { name: 'Actions for demo/web:1' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('are shared with demo/web:2 and stay');
  await expectAccessible(page, 'remove dialog');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await slow(page.getByText(/^docker\.io.*demo\/web:1 Removed; .* were freed\./)).toBeVisible();
  await expect(stored(page).getByRole('button', { name: 'Open demo/web:1' })).toHaveCount(0);
  await expect(stored(page).getByRole('button', { name: 'Open demo/web:2' })).toBeVisible();
  // A reload of the window shows what stood there, a stored image too.
  await stored(page).getByRole('button', { name: 'Open demo/web:2' }).click();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await expect(
    page.getByRole('navigation', { name: 'Opened images' }).getByRole('button', { name: /^Close / }),
  ).toHaveCount(2);
  // What was loaded is still in its file, and nothing unfinished is left.
  expect((await readdir(home, { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  done();
});

test('recent files: found by a word, opened by Enter, two are compared, one is forgotten', async ({ open }) => {
  const { page } = await open({ images: [BUSYBOX, fixture('tricky/oci-zstd.tar'), fixture('multi-attest.oci.tar')] });
  await expect(page.getByRole('treegrid').or(page.getByRole('heading', { name: /^4 images/ }))).toBeVisible();
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  const recent = page.getByRole('region', { name: 'Recent files' });
  const names = recent.getByRole('button', { name: /^Open / });
  await expect(names).toHaveCount(3);
  await page.getByRole('searchbox', { name: 'Find an image' }).fill('busy');
  await expect(names).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Find an image' }).fill('');
  await names.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(names.nth(1)).toBeFocused();
  await recent.getByRole('button', { name: /^Remove multi-attest/ }).click();
  await expect(names).toHaveCount(2);
  for (const box of await recent.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Compare the two' }).click();
  await expect(page.getByRole('treegrid', { name: 'Differences' })).toBeVisible();
});
