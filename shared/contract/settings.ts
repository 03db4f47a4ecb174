import * as z from 'zod';
import type { HostSettings } from '../model/settings.ts';
import { method, returns } from './method.ts';

const value = z.int().min(1).nullable();

/** What is kept in the data folder: limits and the size of the caches. How the window looks is the window's own. */
export const settingsContract = {
  get: method.output(returns<HostSettings>()),
  /** Holds from the next image that is opened. @throws `bad-request` for a name that is none, or a value out of its range */
  change: method
    .input(
      z.strictObject({
        limits: z.record(z.string().max(64), value).exactOptional(),
        cacheBytes: value.exactOptional(),
      }),
    )
    .output(returns<HostSettings>()),
  /** Drops all that can be made again and is not open. @returns bytes freed */
  clearCaches: method.output(returns<{ readonly freed: number; readonly settings: HostSettings }>()),
};
