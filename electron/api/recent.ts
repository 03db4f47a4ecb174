import { join } from 'node:path';
import * as z from 'zod';
import type { RecentImage, RecentSource } from '../../shared/contract/contract.ts';
import type { Log } from './log.ts';
import { createKeptList } from './kept-list.ts';

/** How many are kept. */
export const MAX_RECENT = 30;
const MAX_NAMES = 20;
const MAX_IMAGES = 20;
const IMAGE = z.object({
  names: z.array(z.string()),
  platform: z.string(),
  size: z.number(),
  layers: z.number(),
  created: z.string().nullable(),
});
const SAVED = z.array(
  z.object({
    path: z.string(),
    openedAt: z.number(),
    names: z.array(z.string()),
    images: z.array(IMAGE).catch([]),
  }),
);

/** What was opened lately, newest first, kept in `recent.json` of the data folder. */
export interface RecentSources {
  list(): Promise<readonly RecentSource[]>;
  add(path: string, images: readonly RecentImage[]): Promise<void>;
  /** @returns what is left */
  forget(path: string): Promise<readonly RecentSource[]>;
}

/** A list that cannot be read or written is told to the log and is no reason to stop. */
export function createRecent(dataDir: string, log: Log, now: () => number = Date.now): RecentSources {
  const { read, change } = createKeptList(join(dataDir, 'recent.json'), SAVED, log);
  return {
    list: async () => (await read()).slice(0, MAX_RECENT),
    add: async (path, images) => {
      const names = [...new Set(images.flatMap((image) => image.names))].slice(0, MAX_NAMES);
      const kept = images.slice(0, MAX_IMAGES).map((image) => ({ ...image, names: image.names.slice(0, MAX_NAMES) }));
      const entry = { path, openedAt: now(), names, images: kept };
      await change((list) => [entry, ...list.filter((other) => other.path !== path)].slice(0, MAX_RECENT));
    },
    forget: (path) => change((list) => list.filter((other) => other.path !== path).slice(0, MAX_RECENT)),
  };
}
