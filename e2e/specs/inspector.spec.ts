import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { fixture } from '../harness/forms.ts';
import { configOver, dockerArchive } from '../harness/image-parts.ts';
import { packMembers, type Member } from '../harness/members.ts';
import { expectAccessible, keepPicture, watchConsole } from '../harness/page-checks.ts';
import { expect, test } from '../harness/test.ts';

const folder = mkdtempSync(join(tmpdir(), 'outcrop-inspector-'));
const IMAGE = join(folder, 'image.tar');
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, bytes: string | Buffer): Member => ({ kind: 'file', name, bytes: Buffer.from(bytes) });
const lines = Array.from({ length: 60_000 }, (_, at) => `${String(at).padStart(8, '0')} a line of a long log\n`);
const binary = (change: readonly number[]) => {
  const bytes = Buffer.alloc(200_000, 7);
  bytes[3] = 0;
  for (const at of change) bytes[at] = 0xee;
  return bytes;
};

test.beforeAll(async () => {
  const changed = lines.with(55_000, 'THE CHANGED LINE\n');
  const inner = await packMembers([file('etc/motd', 'hi'), file('bin/tool', 'x'.repeat(3000))]);
  const layers = await Promise.all([
    packMembers([
      file('app/start.sh', '#!/bin/sh\nexport PORT=80\nexec server\n'),
      file('app/big.log', lines.join('')),
      file('app/data.bin', binary([])),
      file('app/inner.tar.gz', gzipSync(inner)),
      file('app/broken.zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)])),
      file('app/config.json', '{"name":"demo","ports":[80]}'),
      file('app/key.pem', '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n'),
    ]),
    packMembers([
      file('app/start.sh', '#!/bin/sh\nexport PORT=8080\nexec server\n'),
      file('app/big.log', `one line more\n${changed.join('')}`),
      file('app/data.bin', binary([100, 150_000])),
    ]),
    packMembers([file('app/start.sh', '#!/bin/sh\nexport PORT=9090\nexec server\n')]),
  ]);
  const config = configOver(layers);
  writeFileSync(IMAGE, await packMembers(dockerArchive({ name: 'demo/inspect:1', config, layers })));
});

async function goTo(page: Page, path: string): Promise<void> {
  await expect(page.getByRole('treegrid', { name: 'Files' }).getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('Control+p');
  await page.getByRole('combobox').fill(path);
  await expect(page.getByRole('option').first()).toContainText(path);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Inspector' }).getByText(path, { exact: true })).toBeVisible();
}

const difference = (page: Page) => page.getByRole('dialog');
const content = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

test('two versions of a file are compared: lines, metadata, and any two by keyboard', async ({ open }) => {
  const { page } = await open({ images: [IMAGE] });
  const done = watchConsole(page);
  await goTo(page, '/app/start.sh');
  await page.getByRole('button', { name: 'Compare with another version…' }).click();
  const left = page.getByRole('textbox', { name: 'Text: Layer 1' });
  await expect(left.locator('.cm-changedLine', { hasText: '8080' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Text: Layer 2' }).locator('.cm-changedLine')).toHaveText(
    'export PORT=9090',
  );
  await keepPicture(page, 'versions-text');
  await expectAccessible(page, 'two versions, text');

  await difference(page).getByRole('region', { name: 'Left side' }).getByRole('listbox').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('textbox', { name: 'Text: Layer 0' }).locator('.cm-changedLine')).toHaveText(
    'export PORT=80',
  );
  await difference(page).getByRole('button', { name: 'Metadata' }).click();
  await expect(difference(page).getByRole('row', { name: /^Size/ })).toContainText('39 B');
  await expectAccessible(page, 'two versions, metadata');
  await page.keyboard.press('Escape');
  await expect(difference(page)).toHaveCount(0);
  done();
});

test('binary versions: differing bytes are marked and stepped through', async ({ open }) => {
  const { page } = await open({ images: [IMAGE] });
  await goTo(page, '/app/data.bin');
  await page.getByRole('button', { name: 'Compare with another version…' }).click();
  const right = page.getByRole('grid', { name: 'Bytes: Layer 1' });
  await expect(page.getByText('2 places differ')).toBeVisible();
  await expect(right.locator('[data-marked]').first()).toHaveText('ee');
  await page.getByRole('button', { name: 'Next difference (F8)' }).click();
  await expect(page.getByText('0x249f0 (150000): 0xee')).toBeVisible();
  await expect(page.getByText('0x249f0 (150000): 0x07')).toBeVisible();
  await keepPicture(page, 'versions-hex');
});

test('a large text is compared part by part, with the line numbers of the whole file', async ({ open }) => {
  const { page } = await open({ images: [IMAGE] });
  await goTo(page, '/app/big.log');
  await page.getByRole('button', { name: 'Compare with another version…' }).click();
  await expect(page.getByText('one line more')).toBeVisible();
  await page.getByRole('button', { name: 'Next part that differs' }).click();
  await expect(page.locator('.cm-changedLine', { hasText: 'THE CHANGED LINE' })).toBeVisible();
  await expect(difference(page).getByText(/^Part 2:/)).toBeVisible();
  // Numbers of the whole file, not of the part.
  await expect(page.locator('.cm-lineNumbers').last()).toContainText('55002');
});

test('a content hit opens the file at its line, the match marked, also far behind the first page', async ({ open }) => {
  const { page } = await open({ images: [IMAGE] });
  await page.getByRole('tab', { name: 'Search' }).click();
  await page.getByRole('button', { name: 'Contents', exact: true }).click();
  await page.getByRole('textbox', { name: 'Search for' }).fill('THE CHANGED LINE');
  await page.keyboard.press('Enter');
  await page
    .getByRole('treegrid', { name: 'Search results' })
    .getByRole('row', { name: /big\.log/ })
    .click();
  const mark = content(page).locator('.cm-foundPlace');
  await expect(mark).toHaveText('THE CHANGED LINE');
  await expect(mark).toBeInViewport();
  await page.getByRole('button', { name: /THE CHANGED LINE/ }).click();
  await expect(mark).toBeInViewport();
});

test('archives, programs, keys and JSON show as what they are; damaged ones say so', async ({ open }) => {
  const { page } = await open({ images: [IMAGE] });
  const done = watchConsole(page);
  await goTo(page, '/app/inner.tar.gz');
  const members = page.getByRole('grid', { name: 'Members of inner.tar.gz' });
  await expect(members.getByRole('row', { name: /^bin\/tool/ })).toContainText('3.00 kB');
  await members.focus();
  await page.keyboard.press('ArrowDown');
  await expect(members.getByRole('row', { selected: true })).toContainText('bin/tool');
  await expectAccessible(page, 'members of an archive');
  await content(page).getByRole('button', { name: 'Hex' }).click();
  await expect(page.getByRole('grid', { name: 'Bytes of inner.tar.gz' })).toContainText('1f');

  await goTo(page, '/app/broken.zip');
  await expect(content(page).getByText('It has no directory at its end')).toBeVisible();
  await goTo(page, '/app/key.pem');
  await expect(content(page).getByText('not encrypted')).toBeVisible();
  await expect(content(page).getByText('c2VjcmV0')).toHaveCount(0);
  await expectAccessible(page, 'a private key');
  await goTo(page, '/app/config.json');
  await content(page).getByRole('button', { name: 'Tree' }).click();
  await expect(page.getByRole('tree', { name: 'JSON of config.json' })).toContainText('ports');
  await expectAccessible(page, 'JSON of a file');
  done();
});

test('a program shows what it needs and how it is guarded', async ({ open }) => {
  const { page } = await open({ images: [fixture('busybox/docker-save.tar.gz')] });
  await goTo(page, '/bin/busybox');
  await expect(content(page).getByText('x86_64')).toBeVisible();
  await keepPicture(page, 'inspector-program');
  await expectAccessible(page, 'a program');
});
