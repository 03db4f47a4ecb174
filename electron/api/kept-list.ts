import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ZodType } from 'zod';
import { writeWhole } from '../engine/bytes/write-whole.ts';
import type { Log } from './log.ts';

/** A short list in a file of the data folder. */
export interface KeptList<Item> {
  readonly read: () => Promise<readonly Item[]>;
  /** @returns what the list is then */
  readonly change: (edit: (list: readonly Item[]) => readonly Item[]) => Promise<readonly Item[]>;
}

/** A list that cannot be read or written is told to the log and is no reason to stop. */
export function createKeptList<Item>(file: string, schema: ZodType<Item[]>, log: Log): KeptList<Item> {
  // One change after the other, or two windows that change it at once would lose one.
  let last: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<readonly Item[]> => {
    try {
      return schema.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log(`${file} could not be read and is begun anew`, error);
      return [];
    }
  };
  return {
    read: async () => {
      await last;
      return read();
    },
    change(edit) {
      const next = last.then(async () => {
        const list = edit(await read());
        await mkdir(dirname(file), { recursive: true });
        await writeWhole(file, `${JSON.stringify(list, undefined, 2)}\n`).catch((error: unknown) =>
          log(`${file} could not be written`, error),
        );
        return list;
      });
      last = next.catch(() => {});
      return next;
    },
  };
}
