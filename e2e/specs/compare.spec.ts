import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { fixture } from '../harness/forms.ts';
import { expectAccessible, keepPicture, watchConsole } from '../harness/page-checks.ts';
import { expect, test } from '../harness/test.ts';

const BUSYBOX = fixture('busybox/docker-save.tar.gz');
const TRICKY = fixture('tricky/oci-zstd.tar');

const MULTI = fixture('multi-attest.oci.tar');
/** Two images are read and compared first. */
const COMPARING = { timeout: 20_000 };

const tree = (page: Page) => page.getByRole('treegrid', { name: 'Differences' });
const row = (page: Page, name: string) =>
  tree(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name, exact: true }) });
const classes = (page: Page) => page.getByRole('toolbar', { name: 'Classes of difference' });
const detail = (page: Page) => page.getByRole('region', { name: 'Difference of one path' });

async function compareSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await page.getByRole('button', { name: /demo\/web:1/ }).click();
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await page.getByRole('menuitem', { name: /demo\/web:2/ }).click();
  await expect(row(page, 'etc')).toBeVisible();
}

test('the two images of the sample: what differs, which lines of a file, one class less, sides swapped', async ({
  open,
}) => {
  const { page } = await open();
  const done = watchConsole(page);
  await compareSample(page);
  await expect(page.getByRole('heading', { name: 'The images differ' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '2 of 7 layers are shared' })).toBeVisible();

  await row(page, 'nginx.conf').click();
  const before = page.getByRole('textbox', { name: 'Text: Before' });
  const after = page.getByRole('textbox', { name: 'Text: After' });
  await expect(before.locator('.cm-changedLine', { hasText: 'listen 80;' })).toBeVisible();
  await expect(after.locator('.cm-changedLine', { hasText: 'listen 8080;' })).toBeVisible();
  await expect(after.locator('.cm-changedLine', { hasText: 'worker_connections' })).toHaveCount(0);
  await keepPicture(page, 'compare-text');
  await expectAccessible(page, 'compare, text');

  const added = classes(page).getByRole('button', { name: /added/ });
  await expect(row(page, '10-shop')).toBeVisible();
  await added.click();
  await expect(added).toHaveAttribute('aria-pressed', 'false');
  await expect(row(page, '10-shop')).toHaveCount(0);
  await added.click();
  await expect(row(page, '10-shop')).toBeVisible();

  await page.getByRole('button', { name: 'Swap sides' }).click();
  await row(page, 'nginx.conf').click();
  await expect(before.locator('.cm-changedLine', { hasText: 'listen 8080;' })).toBeVisible();
  await expect(after.locator('.cm-changedLine', { hasText: 'listen 80;' })).toBeVisible();
  done();
});

test('a layer of the ladder shows only what it made; some layers of one image are compared; a changed text is found', async ({
  open,
}) => {
  const { page } = await open();
  const done = watchConsole(page);
  await compareSample(page);
  const ladder = page.getByRole('region', { name: 'Layers side by side' });
  const layer = ladder.getByRole('button', { name: /RUN rm -rf/ });
  await layer.click();
  await expect(layer).toHaveAttribute('aria-pressed', 'true');
  await expect(tree(page).getByRole('row').filter({ hasText: 'var/cache/apk' })).toBeVisible();
  await expect(row(page, 'etc')).toHaveCount(0);
  await page.getByRole('button', { name: 'Only layer 4 after' }).click();
  await expect(row(page, 'etc')).toBeVisible();

  await page.getByRole('button', { name: 'Find changed moves' }).click();
  await expect(page.getByText('no changed text moved')).toBeVisible();

  await page.getByRole('group', { name: 'Layers after' }).getByLabel('To layer').selectOption('2');
  await expect(page.getByRole('heading', { name: '2 of 3 layers are shared' })).toBeVisible();
  await expect(row(page, 'motd')).toHaveCount(0);

  await page.getByRole('button', { name: 'demo/web:1', exact: true }).click();
  await page.getByRole('button', { name: 'Compare with…' }).click();
  await page.getByRole('menuitem', { name: 'Layers of this image…' }).click();
  await expect(page.getByRole('heading', { name: '2 of 3 layers are shared' })).toBeVisible();
  await expect(row(page, 'srv')).toBeVisible();
  await expectAccessible(page, 'compare, layers of one image');
  done();
});

test('noise is left out by name, and the window says how much', async ({ open }) => {
  const { page } = await open();
  await compareSample(page);
  await page.getByRole('textbox', { name: 'Filter by path' }).fill('/var/cache/apk/*.gz');
  const paths = page.getByRole('toolbar', { name: 'Differences' }).getByRole('status');
  await expect(paths.filter({ hasText: '1 path' })).toBeVisible();
  await page.getByRole('button', { name: 'Ignore…' }).click();
  await page.getByRole('checkbox', { name: 'Caches and temporary files' }).check();
  await expect(page.getByRole('button', { name: 'Ignored: 1' })).toBeVisible();
  await expectAccessible(page, 'compare, noise left out');
  // A pattern of one's own leaves out, too, and is there the next time.
  await page.getByRole('textbox', { name: 'Pattern of your own' }).fill('*.apk');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: '*.apk' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(paths.filter({ hasText: '0 paths' })).toBeVisible();
});

test('n and F8 go from one difference to the next, p and Shift+F8 back', async ({ open }) => {
  const { page } = await open();
  await compareSample(page);
  await tree(page).focus();
  const path = detail(page).getByRole('heading', { level: 2 });
  await expect(path).toHaveText('/etc/motd');
  await page.keyboard.press('n');
  await expect(path).toHaveText('/etc/motd/10-shop');
  await page.keyboard.press('F8');
  await expect(path).toHaveText('/etc/nginx/nginx.conf');
  await page.keyboard.press('Shift+F8');
  await expect(path).toHaveText('/etc/motd/10-shop');
  await page.keyboard.press('p');
  await expect(path).toHaveText('/etc/motd');
});

test('the metadata, the layers and the other screens of a comparison are accessible', async ({ open }) => {
  const { page } = await open({ colorScheme: 'dark' });
  const done = watchConsole(page);
  await compareSample(page);
  await page.getByRole('textbox', { name: 'Filter by path' }).fill('server.js');
  await row(page, 'server.js').click();
  await detail(page).getByRole('button', { name: 'Metadata' }).click();
  await expect(page.getByRole('row', { name: /^Owner 0:0 1000:1000/ })).toBeVisible();
  await expectAccessible(page, 'compare, metadata');
  await detail(page).getByRole('button', { name: 'Layers' }).click();
  await expect(detail(page).getByRole('listbox')).toHaveCount(2);
  await expectAccessible(page, 'compare, layers');
  for (const name of ['Packages', 'Config', 'History']) {
    await page.getByRole('tab', { name }).click();
    await expectAccessible(page, `compare, ${name}`);
  }
  done();
});

test('two files on the command line are compared; a wholly added folder is one row', async ({ open }) => {
  const { page } = await open({ images: [BUSYBOX, TRICKY] });
  await expect(row(page, 'chg')).toContainText('whole folder, 13 paths', COMPARING);
  await expect(row(page, 'chg')).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByRole('heading', { name: '2 of 13 layers are shared' })).toBeVisible();
});

test('an image and itself: the same, and the window says so', async ({ open }) => {
  const { page } = await open({ images: [BUSYBOX, BUSYBOX] });
  await expect(page.getByRole('heading', { name: /^The same image/ })).toBeVisible();
  await expect(page.getByText('No differences: a container would see the same files.')).toBeVisible();
  await expectAccessible(page, 'compare, no differences');
});

test('two files dropped at once are compared, and the comparison is saved as a report', async ({ open }) => {
  const { page } = await open();
  const files = await Promise.all([BUSYBOX, TRICKY].map(async (path) => (await readFile(path)).toString('base64')));
  const transfer = await page.evaluateHandle((bodies) => {
    const data = new DataTransfer();
    for (const [index, body] of bodies.entries())
      data.items.add(new File([Uint8Array.from(atob(body), (char) => char.charCodeAt(0))], `image-${index}.tar`));
    return data;
  }, files);
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(row(page, 'chg')).toBeVisible(COMPARING);
  await page.getByRole('button', { name: 'Save report…' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'JSON' }).click();
  const report = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as { summary: { added: number } };
  expect(report.summary.added).toBe(89);
});

test('images for different platforms are compared with a warning', async ({ open }) => {
  const { page } = await open({ images: [MULTI, MULTI] });
  await page.getByRole('button', { name: /amd64/ }).click();
  await page.getByRole('button', { name: /arm64/ }).click();
  await expect(page.getByText('The images are for different platforms')).toHaveCount(1);
});
