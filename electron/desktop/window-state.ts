import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rectangle } from 'electron';
import * as z from 'zod';

export const MIN_WIDTH = 880;
export const MIN_HEIGHT = 560;
const DEFAULT = { width: 1360, height: 860, maximized: false };

const SAVED = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int(),
  height: z.int(),
  maximized: z.boolean(),
});

/** Where the window was. Without x and y the system places it. */
export interface WindowState {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

/**
 * Where a window opens so that it can be seen: the saved place if a screen still shows a good part of its title bar,
 * else the middle of the first screen, never larger than the screen.
 * @param workAreas of the screens, the main one first; in device-independent pixels
 */
export function placed(saved: WindowState, workAreas: readonly Rectangle[]): WindowState {
  const { x, y } = saved;
  const home = workAreas.find(
    (area) =>
      x !== undefined &&
      y !== undefined &&
      x + saved.width > area.x + 100 &&
      x < area.x + area.width - 100 &&
      y >= area.y - 10 &&
      y < area.y + area.height - 50,
  );
  const area = home ?? workAreas[0];
  const width = Math.max(MIN_WIDTH, Math.min(saved.width, area?.width ?? saved.width));
  const height = Math.max(MIN_HEIGHT, Math.min(saved.height, area?.height ?? saved.height));
  const { maximized } = saved;
  return home && x !== undefined && y !== undefined ? { x, y, width, height, maximized } : { width, height, maximized };
}

/** The saved state, or the default one when there is none that can be used. */
export function readWindowState(file: string): WindowState {
  try {
    const { x, y, ...rest } = SAVED.parse(JSON.parse(readFileSync(file, 'utf8')));
    return x === undefined || y === undefined ? rest : { x, y, ...rest };
  } catch {
    return DEFAULT;
  }
}

/** Synchronous: the window is closing. A state that cannot be written is not worth a word. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.tmp`, `${JSON.stringify(state)}\n`);
    renameSync(`${file}.tmp`, file);
  } catch {
    // The window opens at its default place next time.
  }
}
