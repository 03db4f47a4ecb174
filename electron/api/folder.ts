import { opendir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { FolderListing } from '../../shared/contract/contract.ts';
import { OutcropError } from '../../shared/errors.ts';

/** Names beyond this are left out: nobody picks from a longer list. */
export const MAX_LISTED = 5000;

type Listed = FolderListing['entries'][number];

/**
 * One folder of this machine for the open dialog: folders first, then files, each by name. Links are followed;
 * hidden names, devices, and what cannot be looked at are left out.
 * @param path absolute; null is the home folder
 * @throws OutcropError `not-found`, `unreadable`
 */
export async function listFolder(path: string | null): Promise<FolderListing> {
  const folder = resolve(path ?? homedir());
  const names = await namesIn(folder);
  const entries = (await Promise.all(names.map((name) => describe(folder, name)))).filter((entry) => entry !== null);
  entries.sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
  const parent = dirname(folder);
  return { path: folder, parent: parent === folder ? null : parent, entries };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const names: string[] = [];
    for await (const entry of await opendir(folder)) {
      if (entry.name.startsWith('.')) continue;
      names.push(entry.name);
      if (names.length === MAX_LISTED) break;
    }
    return names;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new OutcropError('not-found', `${folder} is not a folder on this machine; choose another.`, {
        file: folder,
      });
    throw new OutcropError(
      'unreadable',
      `${folder} cannot be listed (${code ?? 'unknown reason'}); check its permissions.`,
      { file: folder },
      error,
    );
  }
}

async function describe(folder: string, name: string): Promise<Listed | null> {
  try {
    const facts = await stat(join(folder, name));
    if (facts.isDirectory()) return { name, kind: 'folder', size: 0 };
    return facts.isFile() ? { name, kind: 'file', size: facts.size } : null;
  } catch {
    // A dangling link, or a name that went away: nothing that could be opened.
    return null;
  }
}

function order(entry: Listed): number {
  return entry.kind === 'folder' ? 0 : 1;
}
