import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placed, readWindowState, writeWindowState } from './window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 800 };
const at = (x: number, y: number, width = 1000, height = 700) => ({ x, y, width, height, maximized: false });
const anywhere = (width: number, height: number) => ({ width, height, maximized: false });

test.each([
  ['a place on the screen is kept', at(100, 50), [screen], at(100, 50)],
  ['a place on the second screen is kept', at(2000, 50), [screen, second], at(2000, 50)],
  ['a screen that is gone lets the system choose', at(2000, 50), [screen], anywhere(1000, 700)],
  ['a title bar above the screen cannot be grasped', at(100, -300), [screen], anywhere(1000, 700)],
  ['a sliver at the edge cannot be seen', at(1900, 50), [screen], anywhere(1000, 700)],
  ['a window larger than its screen is made to fit', at(0, 0, 4000, 3000), [screen], at(0, 0, 1920, 1080)],
  ['a tiny window is made usable', at(0, 0, 200, 100), [screen], at(0, 0, 880, 560)],
  ['without a place the size is kept', anywhere(900, 600), [screen], anywhere(900, 600)],
  ['without a screen the size is kept', anywhere(900, 600), [], anywhere(900, 600)],
])('%s', (_, saved, screens, expected) => expect(placed(saved, screens)).toEqual(expected));

test('what is written is read; what is not ours is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-window-'));
  const file = join(folder, 'deep', 'window.json');
  const usual = readWindowState(file);
  writeWindowState(file, at(1, 2));
  expect(readWindowState(file)).toEqual(at(1, 2));
  for (const text of ['', '{"width":"x"}', '{"width":1e9}', '[]']) {
    writeFileSync(file, text);
    expect(readWindowState(file)).toEqual(usual);
  }
  rmSync(folder, { recursive: true });
});
