import { createCipheriv } from 'node:crypto';
import { join } from 'node:path';
import { estargzImage, estargzLayer, type RepeatedFile } from '../harness/estargz.ts';
import { expectAccessible, keepPicture, watchConsole } from '../harness/page-checks.ts';
import { makeScratch, removeScratch } from '../harness/scratch.ts';
import { expect, test } from '../harness/test.ts';

/** What nothing compresses, so that the layer is large; and zeros, so that reading it takes a while. */
const NOISE = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(9 << 20));
const FILES: readonly RepeatedFile[] = [
  { name: 'etc/motd', piece: Buffer.from('hello from a table\n'), times: 1 },
  { name: 'usr/lib/noise.bin', piece: NOISE, times: 1 },
  { name: 'usr/lib/zeros.bin', piece: Buffer.alloc(4 << 20), times: 96 },
];

let scratch: string;
test.beforeAll(async () => {
  scratch = makeScratch();
  await estargzImage(join(scratch, 'honest'), await estargzLayer(FILES));
  const ghost = { name: 'etc/ghost', type: 'symlink', linkName: 'nowhere', mode: 0o777 };
  await estargzImage(join(scratch, 'liar'), await estargzLayer(FILES, (rows) => [ghost, ...rows]));
});
test.afterAll(() => removeScratch(scratch));

const CLAIM = /^Shown as the layers’ own tables of contents say/;
const LIE = /^A table of contents said otherwise than its layer/;
/** Reading goes on while others use the machine. */
const slow = expect.configure({ timeout: 60_000 });

test('a large eStargz image is there at once, marked as a claim, and stays as it was when the claim held', async ({
  open,
}) => {
  test.setTimeout(120_000);
  const { page } = await open({ images: [join(scratch, 'honest')] });
  const done = watchConsole(page);
  await slow(page.getByText(CLAIM)).toBeVisible();
  const row = (name: string) => page.getByRole('treegrid').getByRole('row', { name });
  const layer = page.getByRole('option', { name: /^Layer 0/ });
  await expect(layer).toHaveAccessibleName(/from its table of contents/);
  await row('etc').dblclick();
  await row('motd').click();
  await expect(page.getByLabel('Inspector').getByText('hello from a table')).toBeVisible();
  await keepPicture(page, 'claims');

  await slow(page.getByText(CLAIM)).toHaveCount(0);
  await expect(layer).not.toHaveAccessibleName(/from its table of contents/);
  await expect(row('motd')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByLabel('Inspector').getByText('hello from a table')).toBeVisible();
  await expect(page.getByText(LIE)).toHaveCount(0);
  done();
});

test('what a table invented goes when the layer is read, and the window says so', async ({ open }) => {
  test.setTimeout(120_000);
  const { page } = await open({ images: [join(scratch, 'liar')] });
  const row = (name: string) => page.getByRole('treegrid').getByRole('row', { name });
  await slow(page.getByText(CLAIM)).toBeVisible();
  await row('etc').dblclick();
  await row('ghost').click();
  await slow(page.getByText(LIE)).toBeVisible();
  await row('etc').dblclick();
  await expect(row('motd')).toBeVisible();
  await expect(row('ghost')).toHaveCount(0);
  await expectAccessible(page, 'claims that differed');
  await page.getByRole('button', { name: 'Warnings', exact: true }).click();
  await expect(page.getByText(/\/etc\/ghost is in the layer’s table of contents but not in the layer/)).toBeVisible();
});
