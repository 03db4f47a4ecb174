import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { configOver, dockerArchive } from '../harness/image-parts.ts';
import { packMembers, type Member } from '../harness/members.ts';
import { expectAccessible, keepPicture, watchConsole } from '../harness/page-checks.ts';
import { expect, test } from '../harness/test.ts';

const folder = mkdtempSync(join(tmpdir(), 'outcrop-compare-'));
const [ONE, TWO] = [join(folder, 'one.tar'), join(folder, 'two.tar')];
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, bytes: string | Buffer): Member => ({ kind: 'file', name, bytes: Buffer.from(bytes) });
const lines = (change: Readonly<Record<number, string>>) =>
  Array.from({ length: 200 }, (_, at) => `${change[at] ?? `line ${at}`}\n`).join('');

test.beforeAll(async () => {
  const base = await packMembers([file('etc/os-release', 'ID=demo\n')]);
  const before = await packMembers([
    file('srv/app/bundle.tar', await packMembers([file('a.txt', 'one'), file('b.txt', 'two'), file('same', 'same')])),
    file('srv/app/dos.txt', 'one\ntwo\n'),
    file('srv/app/server.js', lines({})),
    file('usr/lib/old/m.so', 'x'.repeat(5000)),
  ]);
  const after = await packMembers([
    file('srv/app/bundle.tar', await packMembers([file('a.txt', 'uno'), file('c.txt', 'three'), file('same', 'same')])),
    file('srv/app/dos.txt', 'one\r\ntwo\r\n'),
    file('srv/app/server.js', lines({ 20: 'first change', 150: 'second change' })),
    file('usr/lib/new/m.so', 'y'.repeat(90_000)),
  ]);
  for (const [path, name, layers] of [
    [ONE, 'demo/app:1', [base, before]],
    [TWO, 'demo/app:2', [base, after]],
  ] as const)
    writeFileSync(path, await packMembers(dockerArchive({ name, config: configOver(layers), layers })));
});

const tree = (page: Page) => page.getByRole('treegrid', { name: 'Differences' });
const row = (page: Page, name: string) => tree(page).getByRole('row').filter({ hasText: name });
const detail = (page: Page) => page.getByRole('region', { name: 'Difference of one path' });
const path = (page: Page) => detail(page).getByRole('heading', { level: 2 });

test('what differs inside archives, line ends, and places of a text one after the other, on to the next path', async ({
  open,
}) => {
  const { page } = await open({ images: [ONE, TWO] });
  const done = watchConsole(page);
  await row(page, 'bundle.tar').click();
  await expect(detail(page).getByText('1 added, 1 removed, 1 changed')).toBeVisible();
  const members = detail(page).getByRole('grid', { name: 'Differing members of bundle.tar' });
  await expect(members.getByRole('row', { name: /a\.txt/ })).toContainText('other content');
  await expect(members.getByRole('row', { name: /b\.txt/ })).toContainText('removed');
  await keepPicture(page, 'compare-members');
  await expectAccessible(page, 'compare, members of archives');

  await row(page, 'dos.txt').click();
  await expect(detail(page).getByText('Only the line ends differ: UTF-8 LF → UTF-8 CRLF')).toBeVisible();

  // By keyboard alone: into the difference, through its places, on to the next path, and back to the tree.
  await row(page, 'server.js').click();
  await expect(detail(page).getByText('2 places differ')).toBeVisible();
  await tree(page).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('F8');
  await expect(detail(page).getByText('Difference 1 of 2')).toBeVisible();
  await page.keyboard.press('F8');
  await expect(detail(page).getByText('Difference 2 of 2')).toBeVisible();
  await page.keyboard.press('F8');
  await expect(path(page)).toHaveText('/usr/lib/new');
  await page.keyboard.press('Escape');
  await expect(tree(page)).toBeFocused();

  await detail(page).getByRole('button', { name: 'Show the difference alone' }).click();
  await expect(tree(page)).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(tree(page)).toBeFocused();
  await detail(page).getByRole('button', { name: 'Show the difference beside the tree' }).click();
  await expect(page.getByRole('separator', { name: 'Width of the file difference' })).toBeVisible();
  done();
});

test('differences as a list, where the bytes come from, and marks that stay for the pair of images', async ({
  open,
}) => {
  const { page } = await open({ images: [ONE, TWO] });
  const done = watchConsole(page);
  // The folders between the root and a file that has no other are one row.
  await expect(row(page, 'srv/app')).toBeVisible();
  await page.getByRole('button', { name: 'As one list of paths' }).click();
  await expect(row(page, '/srv/app/server.js')).toBeVisible();
  await expect(row(page, '/usr/lib/old/m.so')).toBeVisible();
  await page.getByRole('button', { name: 'As a tree of folders' }).click();

  await page.getByRole('tab', { name: 'Size' }).click();
  const contributors = page.getByRole('region', { name: 'What made it larger or smaller' });
  await expect(contributors.getByRole('row').nth(1)).toContainText('+90');
  await expectAccessible(page, 'compare, size');
  await contributors.getByRole('button', { name: /usr\/lib\/new/ }).click();
  await expect(path(page)).toHaveText(/^\/usr\/lib\/new/);

  await row(page, 'server.js').click();
  await page.keyboard.press('Space');
  const reviewed = page.getByRole('button', { name: /^Reviewed 1 of/ });
  await expect(reviewed).toBeVisible();
  await page.getByRole('button', { name: 'Swap sides' }).click();
  await expect(reviewed).toBeVisible();
  await expect(row(page, 'dos.txt')).toBeVisible();
  await expect(row(page, 'server.js')).toBeVisible();
  await reviewed.click();
  await expect(row(page, 'server.js')).toHaveCount(0);
  await expect(row(page, 'dos.txt')).toBeVisible();
  done();
});
