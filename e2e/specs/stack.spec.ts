import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { dockerArchive, takeApart } from '../harness/image-parts.ts';
import { packMembers } from '../harness/members.ts';
import { expectAccessible, keepPicture, watchConsole } from '../harness/page-checks.ts';
import { succeeded } from '../harness/product.ts';
import { expect, test } from '../harness/test.ts';

test('the Stack counts bytes three ways, and folds the layers of a stored base image', async ({ open }) => {
  test.setTimeout(90_000);
  const { page, home } = await open();
  const done = watchConsole(page);
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await page.getByRole('button', { name: /demo\/web:1/ }).click();
  const layers = page.getByRole('listbox', { name: 'Layers, top first' });
  const option = (name: RegExp) => layers.getByRole('option', { name });
  // Nothing is stored: only the times tell.
  await expect(option(/^Base image, 35 days older, 1 layer, .*, unfolded$/)).toBeVisible();

  await writeBase(home);
  await succeeded(['load', join(home, 'base.tar')], { home });
  await page.reload();
  const base = option(/^Base image, demo\/base:1, 2 layers,/);
  await expect(base).toBeVisible();
  await expect(option(/^Layer 1,.*shared with 1 stored image/)).toBeVisible();
  await expect(option(/^Layer 2,/)).not.toHaveAccessibleName(/shared/);

  // Each way to count is a line of the menu, and stays after a reload.
  const contents = await bytesOf(page);
  await page.getByRole('button', { name: /^Sizes shown: Uncompressed/ }).click();
  await page.getByRole('menuitemradio', { name: /^Stored/ }).click();
  await expect(page.getByRole('button', { name: /^Sizes shown: Stored, \d/ })).toBeVisible();
  expect(await bytesOf(page)).not.toBe(contents);
  await page.getByRole('button', { name: /^Sizes shown/ }).click();
  await page.getByRole('menuitemradio', { name: /^In the rootfs/ }).click();
  await expect(page.getByRole('button', { name: /^Sizes shown: In the rootfs, \d/ })).toBeVisible();
  await page.getByRole('tab', { name: 'Space' }).click();
  await page.reload();
  await expect(page.getByRole('button', { name: /^Sizes shown: In the rootfs, \d/ })).toBeVisible();

  // By keyboard: from the base's top layer to the head, which chooses all of its layers, and folds them.
  await option(/^Layer 1,/).click();
  await layers.focus();
  await page.keyboard.press('ArrowUp');
  await expect(base).toHaveAttribute('aria-selected', 'true');
  await expect(option(/^Layer 0,/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(base).toHaveAccessibleName(/, folded$/);
  await expect(option(/^Layer [01],/)).toHaveCount(0);
  await keepPicture(page, 'stack-folded');
  await expectAccessible(page, 'Stack with a folded base');
  await page.keyboard.press('ArrowUp');
  await expect(option(/^Layer 2,/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(option(/^Layer [01],/)).toHaveCount(2);
  await keepPicture(page, 'stack-unfolded');
  done();
});

function bytesOf(page: Page): Promise<string | null> {
  return page.getByRole('button', { name: /^Sizes shown/ }).textContent();
}

/** An image of the two lowest layers of the sample. */
async function writeBase(home: string): Promise<void> {
  const sample = await takeApart(await readFile(join(home, 'sample', 'outcrop-sample.tar')), 'demo/base:1');
  const layers = sample.layers.slice(0, 2);
  const config = JSON.parse(sample.config.toString()) as { rootfs: { diff_ids: string[] }; history?: unknown };
  config.rootfs.diff_ids = config.rootfs.diff_ids.slice(0, 2);
  delete config.history;
  const parts = { ...sample, layers, config: Buffer.from(JSON.stringify(config)) };
  await writeFile(join(home, 'base.tar'), await packMembers(dockerArchive(parts)));
}
