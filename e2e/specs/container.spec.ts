import type { Page } from '@playwright/test';
import { expectAccessible, keepPicture, watchConsole } from '../harness/page-checks.ts';
import { outcropLines, succeeded } from '../harness/product.ts';
import { expect, test } from '../harness/test.ts';

const tree = (page: Page) => page.getByRole('treegrid', { name: 'Files of the container' });
const row = (page: Page, name: string) => tree(page).getByRole('row').filter({ hasText: name });
const forms = (page: Page) => page.getByRole('complementary', { name: 'Writable layer' });

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Explore the sample image' }).click();
  await page.getByRole('button', { name: /demo\/web:2/ }).click();
}

async function newContainer(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New container…' }).click();
  await page.getByLabel('Name (may be empty)').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(row(page, 'etc').first()).toBeVisible();
}

/** By the keyboard alone: the tree has the focus. */
async function newFile(page: Page, path: string): Promise<void> {
  await tree(page).press('Insert');
  await expect(page.getByLabel('Path', { exact: true })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(path);
  await page.keyboard.press('Enter');
  await expect(tree(page).locator('[aria-selected=true]')).toContainText(path.split('/').at(-1) ?? '');
}

test('a file is edited, one added, one deleted, undone, seen in three ways, committed and compared', async ({
  open,
}) => {
  test.setTimeout(180_000);
  const { page } = await open();
  const sound = watchConsole(page);
  await openSample(page);
  await newContainer(page, 'fix');

  await newFile(page, '/etc/note.txt');
  await tree(page).press('Enter');
  const editor = page.getByRole('region', { name: 'Editor' });
  await expect(editor.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('a note');
  await expect(editor.getByText('not saved')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(editor.getByText('not saved')).toBeHidden();

  await page.getByLabel('Files to add').setInputFiles({
    name: 'from-disk.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('from disk'),
  });
  await expect(row(page, 'from-disk.txt')).toContainText('added');

  // An existing file: what is below is copied up.
  await row(page, 'os-release').click();
  await tree(page).press('Enter');
  await expect(editor.getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# edited\n');
  await page.keyboard.press('Control+s');
  const told = page.getByRole('region', { name: 'Storage of the container' });
  await expect(told.getByText('copied up')).toBeVisible();
  await expect(row(page, 'os-release')).toContainText('changed');
  await keepPicture(page, 'container');

  await row(page, 'group').click();
  await tree(page).press('Delete');
  await expect(row(page, 'group')).toContainText('deleted');
  await expect(told.getByText('whiteout')).toBeVisible();
  await expect(forms(page).getByRole('button', { name: 'D deleted /etc/group' })).toBeVisible();
  await forms(page).getByRole('tab', { name: 'overlayfs' }).click();
  await expect(forms(page).getByRole('listitem').filter({ hasText: '/etc/group' })).toContainText('c 0:0');
  await forms(page).getByRole('tab', { name: 'OCI tar' }).click();
  await expect(forms(page).getByText('etc/.wh.group')).toBeVisible();

  await tree(page).press('Control+z');
  await expect(forms(page).getByText('etc/.wh.group')).toBeHidden();
  await tree(page).press('Control+Shift+z');
  await expect(forms(page).getByText('etc/.wh.group')).toBeVisible();

  await page.getByRole('button', { name: 'Commit…' }).click();
  await page.getByLabel('Name and tag').fill('demo/web:3');
  await page.getByLabel('Message').fill('a note');
  await page.getByLabel('ENV').fill('EDITED=1');
  await page.getByRole('button', { name: 'Commit', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'The new image is in the store' })).toBeVisible();
  await expect(page.getByText('diffID of the new layer')).toBeVisible();
  await page.getByRole('button', { name: 'Compare with its parent' }).click();
  const differences = page.getByRole('treegrid', { name: 'Differences' });
  await expect(differences.getByRole('row').filter({ hasText: 'note.txt' })).toBeVisible();
  await expect(differences.getByRole('row').filter({ hasText: 'group' })).toBeVisible();
  sound();
});

test('a container outlives the window and its host, and goes when it is deleted', async ({ open }) => {
  test.setTimeout(120_000);
  const { page, home, killHost } = await open();
  await openSample(page);
  await newContainer(page, 'kept');
  await newFile(page, '/etc/kept.txt');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'kept' })).toBeVisible();
  await expect(forms(page).getByRole('button', { name: 'A added /etc/kept.txt' })).toBeVisible();
  const killed = await killHost?.();
  await killed?.restart();
  await expect(page.getByText(/Reconnecting/)).toBeHidden({ timeout: 30_000 });
  await newFile(page, '/etc/later.txt');
  await expect(forms(page).getByRole('button')).toHaveCount(3);
  expect(await outcropLines(['container', 'diff', 'kept', '--json'], { home })).toContainEqual({
    kind: 'A',
    path: '/etc/kept.txt',
  });
  // What the command line does shows by itself, also while the tree is filtered.
  await page.getByLabel('Filter by a part of the path').fill('command');
  await expect(page.getByText('No path has this in it.')).toBeVisible();
  await succeeded(['container', 'mkdir', 'kept', '/from-the-command-line'], { home });
  await expect(row(page, 'from-the-command-line')).toContainText('added');
  await page.getByLabel('Filter by a part of the path').fill('');
  await page.getByRole('button', { name: 'Close kept' }).click();
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await page.getByRole('button', { name: 'Open container kept' }).click();
  await expect(forms(page).getByRole('button', { name: 'A added /etc/kept.txt' })).toBeVisible();
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await page.getByRole('button', { name: 'Delete container kept…' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Open container kept' })).toBeHidden();
});

test('axe finds nothing on a container and its dialogs, in either theme', async ({ open }) => {
  test.setTimeout(120_000);
  const { page } = await open();
  await openSample(page);
  await newContainer(page, 'fair');
  await newFile(page, '/etc/x.conf');
  await row(page, 'hostname').click();
  await tree(page).press('Delete');
  await expect(row(page, 'hostname')).toContainText('deleted');
  await row(page, 'x.conf').click();
  await tree(page).press('Enter');
  await expect(page.getByRole('region', { name: 'Editor' }).getByRole('textbox')).toBeVisible();
  await page.waitForTimeout(1_000);
  await expectAccessible(page, 'container');
  await page.getByRole('button', { name: 'Commit…' }).click();
  await expect(page.getByLabel('Name and tag')).toBeVisible();
  await expectAccessible(page, 'commit');
});
