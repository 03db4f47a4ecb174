import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../engine/bytes/write-whole.ts';

/**
 * The port of the last start, random at first. A page's origin holds its port, and what the window keeps (theme,
 * language, widths of panes) belongs to the origin: another port each time would forget it all.
 * @param listen resolves to the port that was bound; rejects when it cannot be
 */
export async function listenAsBefore<T extends { readonly port: number }>(
  dataDir: string,
  listen: (port: number) => Promise<T>,
): Promise<T> {
  const file = join(dataDir, 'serve-port');
  const before = Number(await readFile(file, 'utf8').catch(() => ''));
  const isPort = Number.isInteger(before) && before >= 1024 && before <= 65_535;
  // Taken: another Outcrop runs, or something else does.
  const bound = (isPort ? await listen(before).catch(() => undefined) : undefined) ?? (await listen(0));
  // A data folder that cannot be written is told where it matters; here it only means another port next time.
  if (bound.port !== before) await writeWhole(file, `${bound.port}\n`).catch(() => {});
  return bound;
}
