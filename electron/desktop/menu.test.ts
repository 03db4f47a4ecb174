import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { menuTemplate } from './menu.ts';

const labels = (items: readonly MenuItemConstructorOptions[]): string[] =>
  items
    .flatMap((item) => [item.label ?? '', ...(Array.isArray(item.submenu) ? labels(item.submenu) : [])])
    .filter(Boolean);

const make = (locale: string, packaged = false, open: (folder: boolean) => void = () => {}) =>
  menuTemplate({ locale, platform: 'linux', packaged, open });

test('every word has its Chinese', () => {
  const chinese = labels(make('zh-CN'));
  expect(chinese).toHaveLength(labels(make('en-US')).length);
  expect(chinese.filter((label) => /[A-Za-z]/.test(label))).toEqual([]);
});

test('developer tools are not in a packaged menu', () => {
  expect(labels(make('en-US'))).toContain('Developer Tools');
  expect(labels(make('en-US', true))).not.toContain('Developer Tools');
});

test('the two ways to open ask for a file and for a folder', () => {
  const asked: boolean[] = [];
  const [file] = make('en-US', false, (folder) => asked.push(folder));
  for (const item of Array.isArray(file?.submenu) ? file.submenu : []) (item.click as (() => void) | undefined)?.();
  expect(asked).toEqual([false, true]);
});
