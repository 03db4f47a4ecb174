import { OutcropError } from '../../../shared/errors.ts';
import type { StoreRemoval } from '../../../shared/model/store.ts';
import { parseDescriptor } from '../oci/manifest.ts';
import { removeUnneeded, type ImagesInUse } from './collect-garbage.ts';
import { chosenName, withImage, withoutNames } from './entry-names.ts';
import { ensureLayout, writeEntries, type StoreFolders } from './layout.ts';
import { withStoreLock, type LockOptions } from './lock.ts';
import { findImages, imageID, readImages, type ImageEntry } from './image-entries.ts';

/**
 * Gives an image one more name; an image that had it loses it.
 * @returns the name, fully qualified
 * @throws OutcropError `bad-request` for a name that is none, `no-such-image`, `unwritable`
 */
export async function tagImage(
  folders: StoreFolders,
  which: string,
  text: string,
  options: LockOptions = {},
): Promise<string> {
  const name = chosenName(text);
  await withStoreLock(folders.root, options, async () => {
    await ensureLayout(folders);
    const images = await readImages(folders);
    const [found] = findImages(images, which);
    const descriptor = found && parseDescriptor(found.entry);
    if (!found || !descriptor)
      throw new OutcropError('no-such-image', `The entry of ${which} in the store is damaged; load the image again.`);
    const { annotations: _, ...described } = found.entry;
    const entries = images.map(({ entry }) => entry);
    await writeEntries(folders, withImage(entries, { ...described, digest: descriptor.digest }, [name]));
  });
  return name;
}

export interface RemoveOptions extends LockOptions {
  /** All names of an image at once, and also what a container stands on: that stays, nameless. */
  readonly force?: boolean;
  readonly inUse: ImagesInUse;
}

/**
 * Takes a name from an image; with its last name goes the image, and what no other image needs.
 * @throws OutcropError `no-such-image`, `bad-request` when it has several names or is in use and nothing forces it, `unwritable`
 */
export async function removeImage(
  folders: StoreFolders,
  which: string,
  { force = false, inUse, ...lock }: RemoveOptions,
): Promise<StoreRemoval> {
  return withStoreLock(folders.root, lock, async () => {
    await ensureLayout(folders);
    const images = await readImages(folders);
    const found = findImages(images, which);
    const digest = found[0]?.parts?.digest;
    const names = found.flatMap(({ name }) => name ?? []);
    const rest = images.filter((image) => image.parts?.digest === digest && !found.includes(image));
    if (names.length > 1 && !force)
      throw new OutcropError(
        'bad-request',
        `The image ${which} has the names ${names.join(', ')}; remove one of them, or all with --force.`,
      );
    const users = usersOf(found, inUse);
    const goes = rest.length === 0;
    if (goes && users.length > 0 && !force)
      throw new OutcropError(
        'bad-request',
        `The container ${users[0]} stands on ${which}; remove that first, or use --force, which takes only the name.`,
      );
    const entries = images.map(({ entry }) => entry);
    const stays = !goes || users.length > 0;
    const next = stays ? withoutNames(entries, names) : entries.filter((_, i) => !found.includes(images[i]!));
    // First the names, then what they named: a crash between leaves garbage, never an image without its parts.
    await writeEntries(folders, next);
    if (stays) {
      const kept = goes ? [`The container ${users[0]} stands on this image, so it stays, without a name.`] : [];
      return { names, images: 0, blobs: 0, bytes: 0, kept };
    }
    return { names, images: 1, ...(await removeUnneeded(folders, next)) };
  });
}

function usersOf(found: readonly ImageEntry[], inUse: ImagesInUse): readonly string[] {
  const id = found.map(imageID).find((one) => one !== undefined);
  return id === undefined ? [] : (inUse.get(id) ?? []);
}
