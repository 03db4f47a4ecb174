import { OutcropError } from '../../../shared/errors.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import { named, nameOf } from './import-image.ts';
import { ensureLayout, readEntries, writeEntries, type StoreFolders } from './layout.ts';
import { withStoreLock } from './lock.ts';

/**
 * Gives an image of the store one more name; an image that had it loses it, and stays.
 * @throws OutcropError `no-such-image`, `unwritable`, `bad-manifest`
 */
export async function addName(folders: StoreFolders, manifestDigest: Digest, name: string): Promise<void> {
  await withStoreLock(folders.root, {}, async () => {
    await ensureLayout(folders);
    const entries = await readEntries(folders);
    const entry = entries.find(({ digest }) => digest === manifestDigest);
    if (!entry) throw gone(folders, manifestDigest);
    await writeEntries(folders, named(entries, entry, [name]));
  });
}

/**
 * Takes a name of an image away, or all of them. With its last name the image is gone from the index; its blobs are garbage then.
 * @param name null for all
 * @returns the names that were taken, and whether the image is gone
 * @throws OutcropError `no-such-image`, `unwritable`, `bad-manifest`
 */
export async function takeNames(
  folders: StoreFolders,
  manifestDigest: Digest,
  name: string | null,
): Promise<{ readonly names: readonly string[]; readonly isGone: boolean }> {
  return withStoreLock(folders.root, {}, async () => {
    const entries = await readEntries(folders);
    const own = entries.filter(({ digest }) => digest === manifestDigest);
    const taken = name === null ? own : own.filter((entry) => nameOf(entry) === name);
    if (taken.length === 0) throw gone(folders, name ?? manifestDigest);
    await writeEntries(
      folders,
      entries.filter((entry) => !taken.includes(entry)),
    );
    return { names: taken.flatMap((entry) => nameOf(entry) ?? []), isGone: taken.length === own.length };
  });
}

function gone({ root }: StoreFolders, what: string): OutcropError {
  return new OutcropError('no-such-image', `The store ${root} has no image ${what} any more; look at its list again.`);
}
