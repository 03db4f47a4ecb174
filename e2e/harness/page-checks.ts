import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { ROOT } from './product.ts';

const SCREENSHOTS = join(ROOT, 'out', 'screenshots');

/** WCAG 2.2 A and AA, and what else axe holds to be good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
/** What a theme can change. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** No violation of any of the rules, however slight, on the page as it is now, in both themes. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  await expectNoViolation(new AxeBuilder({ page }).withTags(RULES), screen);
  const before = await setTheme(page, 'dark');
  await expectNoViolation(new AxeBuilder({ page }).withRules(COLOUR_RULES), `${screen}, dark`);
  await setTheme(page, before);
}

async function expectNoViolation(axe: AxeBuilder, screen: string): Promise<void> {
  const { violations } = await axe.analyze();
  // A menu lies over the page and in no landmark of it, as the ARIA practices have it.
  const meant = violations.filter(
    ({ id, nodes }) => id !== 'region' || nodes.some(({ html }) => !/role="menu"/.test(html)),
  );
  const told = meant.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 300)).join('\n  ')}`,
  );
  expect.soft(told, `accessibility of ${screen}`).toEqual([]);
}

/** As the settings would, without going there. @returns what it was */
function setTheme(page: Page, theme: string | undefined): Promise<string | undefined> {
  return page.evaluate((next) => {
    const { dataset } = document.documentElement;
    // A colour on its way from one theme to the other is none of either.
    dataset['motion'] = 'reduced';
    const before = dataset['theme'];
    if (next === undefined) delete dataset['theme'];
    else dataset['theme'] = next;
    return before;
  }, theme);
}

/** Keeps a picture for people; what is right is asserted, not seen. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** Collects what must never happen: uncaught errors, refused scripts or styles. Call the result at the end. */
export function watchConsole(page: Page): () => void {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return () => expect(problems, 'errors in the console').toEqual([]);
}
