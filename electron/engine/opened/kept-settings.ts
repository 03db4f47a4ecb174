import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { OutcropError } from '../../../shared/errors.ts';
import type { LimitRow, SettingsChange } from '../../../shared/model/settings.ts';
import { makeFolder, writeWhole } from '../bytes/write-whole.ts';
import { DEFAULT_LIMITS, isAllowed, LIMITS, type Limit, type LimitName, type Limits } from '../limits/limits.ts';
import { DEFAULT_CACHE_BYTES } from '../store/cache-limit.ts';

/** Below this one large layer would push out all others. */
export const LEAST_CACHE_BYTES = 64 * 2 ** 20;
export const MOST_CACHE_BYTES = 2 ** 40;

const SAVED = z.object({
  limits: z.record(z.string(), z.number()).catch({}),
  cacheBytes: z.number().optional().catch(undefined),
});

interface Kept {
  readonly limits: Partial<Limits>;
  readonly cacheBytes: number | undefined;
}

/** The settings of the engine's side, in `settings.json` of the data folder. */
export interface KeptSettings {
  readonly file: string;
  /** In force now; another object after a change. */
  limits(): Limits;
  cacheBytes(): number;
  rows(): readonly LimitRow[];
  /** @throws OutcropError `bad-request`, `unwritable`; then nothing has changed */
  change(change: SettingsChange): Promise<void>;
}

/** @param given by the command line: wins over what is kept, and is not kept itself */
export function createKeptSettings(
  dataDir: string,
  given: { readonly limits?: Partial<Limits> | undefined; readonly cacheBytes?: number | undefined },
): KeptSettings {
  const file = join(dataDir, 'settings.json');
  let kept = read(file);
  const inForce = (): Limits => ({ ...DEFAULT_LIMITS, ...kept.limits, ...given.limits });
  let limits = inForce();
  // One change after the other, or two windows at once would lose one.
  let last: Promise<unknown> = Promise.resolve();

  const write = async (change: SettingsChange): Promise<void> => {
    const next = changed(read(file), change);
    const text = `${JSON.stringify(next, undefined, 2)}\n`;
    try {
      await makeFolder(dataDir);
      await writeWhole(file, text);
    } catch (error) {
      throw new OutcropError(
        'unwritable',
        `The settings cannot be kept in ${file} (${(error as Error).message}); free some space or set another folder with OUTCROP_HOME.`,
        { file },
        error,
      );
    }
    kept = next;
    limits = inForce();
  };

  return {
    file,
    limits: () => limits,
    cacheBytes: () => given.cacheBytes ?? kept.cacheBytes ?? DEFAULT_CACHE_BYTES,
    rows: () =>
      Object.entries<Limit>(LIMITS).map(([name, { unit, reason, value, most }]) => ({
        name,
        unit,
        reason,
        default: value,
        value: limits[name as LimitName],
        range: most === null ? null : { least: 1, most },
        setBy:
          given.limits?.[name as LimitName] !== undefined
            ? 'command-line'
            : kept.limits[name as LimitName] !== undefined
              ? 'settings'
              : 'default',
      })),
    change(change) {
      const next = last.then(() => write(change));
      last = next.catch(() => {});
      return next;
    },
  };
}

/** A file that is damaged, or of another version, sets nothing: the defaults are safe. */
function read(file: string): Kept {
  try {
    const { limits, cacheBytes } = SAVED.parse(JSON.parse(readFileSync(file, 'utf8')));
    return {
      limits: Object.fromEntries(Object.entries(limits).filter(([name, value]) => isAllowed(name, value))),
      cacheBytes: cacheBytes !== undefined && isCacheSize(cacheBytes) ? cacheBytes : undefined,
    };
  } catch {
    return { limits: {}, cacheBytes: undefined };
  }
}

function changed(kept: Kept, { limits = {}, cacheBytes = kept.cacheBytes }: SettingsChange): Kept {
  const next: Record<string, number> = { ...kept.limits };
  for (const [name, value] of Object.entries(limits)) {
    if (value === null) delete next[name];
    else if (isAllowed(name, value)) next[name] = value;
    else throw new OutcropError('bad-request', `The limit ${name} cannot be ${value}; see outcrop limits.`);
  }
  if (cacheBytes !== null && cacheBytes !== undefined && !isCacheSize(cacheBytes))
    throw new OutcropError(
      'bad-request',
      `The caches may take ${LEAST_CACHE_BYTES} to ${MOST_CACHE_BYTES} bytes, not ${cacheBytes}.`,
    );
  return { limits: next, cacheBytes: cacheBytes ?? undefined };
}

const isCacheSize = (bytes: number) =>
  Number.isSafeInteger(bytes) && bytes >= LEAST_CACHE_BYTES && bytes <= MOST_CACHE_BYTES;
