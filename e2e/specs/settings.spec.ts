import { fixture } from '../harness/forms.ts';
import { outcropJSON } from '../harness/product.ts';
import { expect, test } from '../harness/test.ts';

const MULTI = fixture('multi-attest.oci.tar');

test('a limit is set by keyboard, is refused out of its range, and holds for the next image and the command line', async ({
  open,
}) => {
  const { page, home } = await open();
  await expect(page.getByRole('main')).toBeVisible();
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog.getByRole('tab', { name: 'Appearance' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const field = dialog.getByRole('textbox', { name: 'Images of one file' });
  await field.fill('0');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('2');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Images of one file: back to the default, 1,000' })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  const rows = (await outcropJSON(['limits', '--json'], { home })) as { name: string; value: number; setBy: string }[];
  expect(rows.find(({ name }) => name === 'images')).toMatchObject({ value: 2, setBy: 'settings' });
  const seen = (await outcropJSON(['inspect', MULTI, '--json'], { home })) as { images: unknown[] };
  expect(seen.images).toHaveLength(2);
  const flagged = await outcropJSON(['inspect', MULTI, '--json', '--limit', 'images=5'], { home });
  expect((flagged as { images: unknown[] }).images).toHaveLength(5);
});

test('caches are cleared, and where data lie is told', async ({ open }) => {
  const { page, home } = await open();
  await expect(page.getByRole('main')).toBeVisible();
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: 'Storage' }).click();
  await expect(dialog.getByText(`${home}/settings.json`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Clear caches' }).click();
  await expect(dialog.getByText(/^0 B were freed\. What is open stays/)).toBeVisible();
});

test('rows, motion and dive’s keys are chosen, work at once, and are kept', async ({ open }) => {
  const { page } = await open({ images: [fixture('tricky/oci-zstd.tar')] });
  const tree = page.getByRole('treegrid', { name: 'Files' });
  const row = tree.getByRole('row', { name: /^bin/ });
  await expect(row).toBeVisible();
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('radio', { name: 'Roomy' }).check();
  await dialog.getByRole('radiogroup', { name: 'Motion' }).getByRole('radio', { name: 'None' }).check();
  await dialog.getByRole('tab', { name: 'Keyboard' }).click();
  await dialog.getByRole('radio', { name: 'On' }).check();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await row.boundingBox())?.height).toBe(30);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-motion', 'reduced');

  await tree.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('l');
  await expect(row).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('j');
  await expect(tree.locator('[aria-selected=true]')).toContainText('arch');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('listbox', { name: /^Layers/ })).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Control+l');
  await expect(page.getByText('Only layer')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(tree).toBeFocused();
});
