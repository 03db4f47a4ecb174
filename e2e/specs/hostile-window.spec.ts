import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { fixture } from '../harness/forms.ts';
import { HOSTILE_CASES, hostileArchive, imageWithLayer } from '../harness/hostile.ts';
import { packMembers } from '../harness/members.ts';
import { watchConsole } from '../harness/page-checks.ts';
import { expect, test } from '../harness/test.ts';

const tree = (page: Page) => page.getByRole('treegrid', { name: 'Files' });
/** First cells, as the page holds them. */
const names = (page: Page) => tree(page).getByRole('row').locator('[role=gridcell]:first-child').allTextContents();

let scratch: string;
test.beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'outcrop-hostile-window-'));
});
test.afterAll(() => rm(scratch, { recursive: true, force: true }));

const caseOf = (id: string) => HOSTILE_CASES.find((known) => known.id === id)!;

/** What may not stand in a name on the screen: controls, zero width, bidi. */
const UNSEEN = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

for (const id of ['HU01', 'HU02', 'HU03', 'HU06', 'HU07', 'HM08'])
  test(`${id} ${caseOf(id).title}: shown safely and apart`, async ({ open }) => {
    const { page } = await open({ images: [await hostileArchive(caseOf(id), scratch)] });
    const done = watchConsole(page);
    await expect(tree(page).getByRole('row').nth(1)).toBeVisible();
    // Folders are unfolded, so that what lies in them is seen as well.
    await tree(page).focus();
    await page.keyboard.press('*');
    const shown = (await names(page)).filter((name) => name !== '');
    expect(shown.length).toBeGreaterThan(0);
    for (const name of shown) expect(name).not.toMatch(UNSEEN);
    expect(new Set(shown).size).toBe(shown.length);
    done();
  });

/** A file that would do something if anything ran it. */
const file = (name: string) =>
  ({
    kind: 'file',
    name,
    bytes: Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"><script>document.title=1</script></svg>',
    ),
  }) as const;

test('names that are markup, and a name of 10,000 combining marks, are text in rows of one height', async ({
  open,
}) => {
  const markup = ['<img src=x onerror="document.title=1">', '<b>bold', '&lt;', '{{7*7}}', 'javascript:alert(1)'];
  const path = join(scratch, 'markup.tar');
  await writeFile(
    path,
    await imageWithLayer(
      await packMembers([...markup, `z${'\u0301'.repeat(10_000)}`, 'picture.svg', 'page.html'].map(file)),
    ),
  );
  const { page } = await open({ images: [path] });
  const done = watchConsole(page);
  for (const name of markup) await expect(tree(page).getByText(name, { exact: true }).first()).toBeVisible();
  const heights = await tree(page)
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  expect(new Set(heights.slice(1)).size).toBe(1);
  // What they hold is shown as text or pixels, never run.
  for (const name of ['page.html', 'picture.svg', markup[0] ?? '']) {
    await tree(page).getByText(name, { exact: true }).first().click();
    await expect(page.getByText('document.title=1').or(page.locator('canvas, img')).first()).toBeAttached();
  }
  expect(await page.title()).not.toBe('1');
  done();
});

test('a layer that is not in the archive: the window says which, and stays usable', async ({ open }) => {
  const { page } = await open({ images: [await hostileArchive(caseOf('HI16'), scratch)] });
  await expect(page.getByRole('option', { name: /gone\.tar is not in/ })).toBeVisible();
  await expect(page.getByRole('listbox', { name: /^Layers/ })).toBeVisible();
});

test('a host that is killed: the window says so, and goes on with the next one', async ({ open, host }) => {
  test.skip(host !== 'serve', 'elsewhere the host is the window');
  const { page, killHost } = await open({ images: [fixture('busybox/docker-save.tar.gz')] });
  await expect(tree(page).getByText('bin', { exact: true }).first()).toBeVisible();
  const { restart } = await killHost!();
  await expect(page.getByText(/Reconnecting/)).toBeVisible();
  await expect(tree(page).getByText('bin', { exact: true }).first()).toBeVisible();
  await restart();
  await expect(page.getByText(/Reconnecting/)).toBeHidden({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
});
