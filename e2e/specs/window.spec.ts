import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { fixture } from '../harness/forms.ts';
import { keepPicture, watchConsole } from '../harness/page-checks.ts';
import { expect, test } from '../harness/test.ts';

const BUSYBOX = fixture('busybox/docker-save.tar.gz');
const TRICKY = fixture('tricky/oci-zstd.tar');
const MULTI = fixture('multi-attest.oci.tar');

const tree = (page: Page) => page.getByRole('treegrid', { name: 'Files' });
/** By the name in the first cell, which may have marks behind it: how many versions, a link's target. */
const nameCell = (page: Page, name: string) =>
  tree(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name: new RegExp(`^${name.replaceAll('.', '\\.')}(?: |×|→|$)`) }) });

test.describe('opening', () => {
  test('an image named on the command line is shown at once @smoke', async ({ open }) => {
    const { page } = await open({ images: [BUSYBOX] });
    const done = watchConsole(page);
    await expect(nameCell(page, 'bin')).toBeVisible();
    await expect(page.getByRole('listbox', { name: /^Layers/ }).getByRole('option')).toHaveCount(3);
    done();
  });

  test('the sample opens from the start screen: two images, one is chosen @smoke', async ({ open }) => {
    const { page } = await open();
    const done = watchConsole(page);
    await expect(page.getByRole('heading', { level: 1, name: 'Outcrop' })).toBeVisible();
    await chooseSample(page);
    await expect(nameCell(page, 'srv')).toBeVisible();
    // The merged tree, seven layers, and the head of those of the base image.
    await expect(page.getByRole('listbox', { name: /^Layers/ }).getByRole('option')).toHaveCount(9);
    done();
  });

  test('a dropped file is opened', async ({ open }) => {
    const { page } = await open();
    await drop(page, BUSYBOX);
    await expect(nameCell(page, 'bin')).toBeVisible();
  });

  test('the open dialog finds a file by its folder, by keyboard', async ({ open }) => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Open image file…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Path' }).fill(join(BUSYBOX, '..'));
    await page.keyboard.press('Enter');
    const files = dialog.getByRole('listbox', { name: 'Files and folders' });
    await expect(files.getByRole('option', { name: basename(BUSYBOX) })).toBeVisible();
    await files.focus();
    await page.keyboard.type('docker');
    await page.keyboard.press('Enter');
    await expect(nameCell(page, 'bin')).toBeVisible();
  });

  test('a file with several platforms asks which, and names the attestation', async ({ open }) => {
    const { page } = await open({ images: [MULTI] });
    await expect(page.getByRole('heading', { name: /^4 images in multi-attest/ })).toBeVisible();
    await expect(page.getByText('Attestation', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: /arm64/ }).click();
    await expect(nameCell(page, 'app')).toBeVisible();
  });

  test('a file that is no image is told by name where it happened, and the window stays usable', async ({ open }) => {
    const { page, home } = await open();
    const bad = join(home, 'notes.txt');
    await writeFile(bad, 'these are my notes\n');
    await drop(page, bad);
    await expect(page.getByRole('alert').filter({ hasText: 'notes.txt' })).toBeVisible();
    await keepPicture(page, 'error-not-an-image');
    await drop(page, BUSYBOX);
    await expect(nameCell(page, 'bin')).toBeVisible();
  });
});

test.describe('the tree', () => {
  test('is walked by keyboard alone', async ({ open }) => {
    const { page } = await open({ images: [TRICKY] });
    await expect(nameCell(page, 'bin')).toBeVisible();
    await tree(page).focus();
    await page.keyboard.press('Home');
    await expectActive(page, 'bin');
    await page.keyboard.press('ArrowRight');
    await expect(nameCell(page, 'bin')).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('ArrowRight');
    await expectActive(page, 'arch');
    await page.keyboard.press('ArrowLeft');
    await expectActive(page, 'bin');
    await page.keyboard.press('ArrowLeft');
    await expect(nameCell(page, 'bin')).toHaveAttribute('aria-expanded', 'false');
    await page.keyboard.press('End');
    const count = Number(await tree(page).getAttribute('aria-rowcount'));
    await expect(active(page)).toHaveAttribute('aria-rowindex', String(count));
    await page.keyboard.type('op');
    await expectActive(page, 'opt');
  });

  test('shows hidden files on demand, and reads what was deleted @smoke', async ({ open }) => {
    const { page } = await open();
    await chooseSample(page);
    await expect(nameCell(page, 'root')).toBeVisible();
    await page.getByRole('button', { name: 'Show hidden' }).click();
    await goTo(page, ['root', '.aws', 'credentials']);
    await expect(active(page)).toHaveAttribute('data-ghost', '');
    const core = page.getByRole('listbox', { name: /^Core sample/ });
    await expect(core).toContainText('Layer 4 deletes the folder /root/.aws with a whiteout');
    await expect(page.getByText('AKIAIOSFODNN7EXAMPLE')).toBeVisible();
    await keepPicture(page, 'deleted-secret');
  });

  test('filters by a part of the path', async ({ open }) => {
    const { page } = await open({ images: [TRICKY] });
    await expect(nameCell(page, 'bin')).toBeVisible();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('busybox');
    await expect(nameCell(page, 'busybox').first()).toBeVisible();
    await expect(nameCell(page, 'opt')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(nameCell(page, 'opt')).toBeVisible();
    await page.getByLabel('Filter by path').fill('no such path at all');
    await expect(page.getByText('No path here matches “no such path at all”.')).toBeVisible();
  });

  test('shows one layer, and the tree as of a layer', async ({ open }) => {
    const { page } = await open();
    await chooseSample(page);
    const layers = page.getByRole('listbox', { name: /^Layers/ });
    await layers.getByRole('option', { name: /^Layer 3,/ }).click();
    await expect(page.getByText('Only layer')).toBeVisible();
    await expect(nameCell(page, 'etc')).toHaveCount(0);
    await layers.focus();
    await page.keyboard.press('Home');
    await expect(nameCell(page, 'etc')).toBeVisible();
    const water = page.getByRole('slider', { name: /^Water line/ });
    await water.focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
    await expect(water).toHaveAttribute('aria-valuetext', 'as of layer 3');
    await goTo(page, ['root', '.aws', 'credentials']);
    await expect(active(page)).not.toHaveAttribute('data-ghost');
    await keepPicture(page, 'water-line');
  });

  test('tells what replaced a file and reads both versions', async ({ open }) => {
    const { page } = await open();
    await chooseSample(page);
    await goTo(page, ['etc', 'nginx', 'nginx.conf']);
    await expect(page.getByText('location /api/')).toBeVisible();
    const core = page.getByRole('listbox', { name: /^Core sample/ });
    await expect(core).toContainText('Layer 6 replaces it with another version');
    await core.focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByText('As the package ships it.')).toBeVisible();
  });
});

test.describe('documents and digests', () => {
  test('the config is shown as it is stored', async ({ open }) => {
    const { page } = await open({ images: [BUSYBOX] });
    await page.getByRole('tab', { name: /^Config/ }).click();
    const panel = page.getByRole('tabpanel', { name: /^Config/ });
    await expect(panel).toContainText('sha256:cb0ef5ac699a979f7bbf8366209c5609002cd5722c915f22f66c578a688bb9c8');
    await expect(panel).toContainText('architecture');
    await expect(panel).toContainText('PATH=/usr/sbin:/usr/bin:/sbin:/bin');
    await keepPicture(page, 'config');
  });

  test('a verify ends with every digest confirmed', async ({ open }) => {
    const { page } = await open({ images: [TRICKY] });
    await page.getByRole('tab', { name: /^Integrity/ }).click();
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByText(/^All \d+ digests are right/)).toBeVisible();
    await keepPicture(page, 'integrity');
  });

  test('a verify can be cancelled', async ({ open }) => {
    const { page } = await open({ images: [TRICKY] });
    await page.getByRole('tab', { name: /^Integrity/ }).click();
    await page.getByRole('button', { name: 'Verify' }).click();
    const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
    // On a fast machine it may be over first: then there is nothing to cancel.
    if (await cancel.isVisible()) await cancel.click().catch(() => {});
    await expect(page.getByRole('button', { name: /^Verify/ })).toBeEnabled();
  });
});

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
const LOOKS = [
  { locale: 'en-US', language: 'en', show: 'Show hidden', sample: 'Explore the sample image' },
  { locale: 'zh-CN', language: 'zh', show: /隐藏/, sample: /示例/ },
];
for (const { locale, language, show, sample } of LOOKS)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const size of SIZES)
      test(`follows the system: ${language}, ${colorScheme}, ${size.width} pixels wide`, async ({ open }) => {
        const { page } = await open({ locale, colorScheme, size });
        const name = `${language}-${colorScheme}-${size.width}`;
        await page.getByRole('button', { name: sample }).click();
        await page.getByRole('button', { name: /demo\/web:2/ }).click();
        await expect(page.getByRole('button', { name: show })).toBeVisible();
        await page.getByRole('treegrid').press('*');
        await page.getByRole('row', { name: /nginx\.conf/ }).click();
        await expect(page.getByText('location /api/')).toBeVisible();
        await expectNothingCutOff(page);
        await keepPicture(page, `image-${name}`);
      });

test('language and theme are switched in the window, and kept', async ({ open }) => {
  const { page } = await open({ images: [BUSYBOX] });
  await expect(nameCell(page, 'bin')).toBeVisible();
  const before = await background(page);
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(() => background(page)).not.toBe(before);
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: /中文/ }).click();
  await expect(page.getByRole('button', { name: /隐藏/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: /隐藏/ })).toBeVisible();
});

async function chooseSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await page.getByRole('button', { name: /demo\/web:2/ }).click();
}

function active(page: Page): Locator {
  return tree(page).locator('[aria-selected="true"]');
}

async function expectActive(page: Page, name: string): Promise<void> {
  await expect(active(page)).toContainText(name);
  const id = await tree(page).getAttribute('aria-activedescendant');
  await expect(active(page)).toHaveAttribute('id', id ?? 'the tree names no active row');
}

/** From the root down, by keyboard: type the name, open the folder. */
async function goTo(page: Page, names: readonly string[]): Promise<void> {
  await expect(
    nameCell(page, 'etc')
      .or(nameCell(page, names[0] ?? ''))
      .first(),
  ).toBeVisible();
  await tree(page).focus();
  await page.keyboard.press('Home');
  for (const [index, name] of names.entries()) {
    // Longer than the pause after which typing begins a new name.
    await page.waitForTimeout(900);
    await page.keyboard.type(name);
    await expect(active(page)).toContainText(name);
    if (index < names.length - 1) {
      await page.keyboard.press('ArrowRight');
      await expect(active(page)).toHaveAttribute('aria-expanded', 'true');
    }
  }
}

/** As the system hands over a file: the page gets its bytes and its name. */
async function drop(page: Page, path: string): Promise<void> {
  const bytes = (await readFile(path)).toString('base64');
  const transfer = await page.evaluateHandle(
    ({ name, text }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
      return data;
    },
    { name: basename(path), text: bytes },
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

async function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

/** The page itself never scrolls: panes do. */
async function expectNothingCutOff(page: Page): Promise<void> {
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return { x: scrollWidth - clientWidth, y: scrollHeight - clientHeight };
  });
  expect(over).toEqual({ x: 0, y: 0 });
}
