import { stat } from 'node:fs/promises';
import { OutcropError } from '../../../shared/errors.ts';
import type { LayerRecord } from '../../../shared/model/store.ts';
import { encodedOf, type Digest } from '../../../shared/oci/digest.ts';
import { familiarName, parseReference } from '../../../shared/oci/reference.ts';
import { isSameName, nameOf } from './entry-names.ts';
import { imageParts, type ImageParts } from './image-parts.ts';
import { blobFile, readEntries, type IndexEntry, type StoreFolders } from './layout.ts';
import { readRecord, recordNames } from './layer-records.ts';

/** An entry of index.json with what it needs. */
export interface ImageEntry {
  readonly entry: IndexEntry;
  readonly name: string | undefined;
  /** Undefined when the entry names no blob. */
  readonly parts: ImageParts | undefined;
}

export async function readImages(folders: StoreFolders): Promise<readonly ImageEntry[]> {
  const entries = await readEntries(folders);
  return Promise.all(
    entries.map(async (entry) => ({ entry, name: nameOf(entry), parts: await imageParts(folders, entry) })),
  );
}

/** Digest of the config; undefined for an index of several images. */
export function imageID({ parts }: ImageEntry): Digest | undefined {
  return parts?.configs.length === 1 ? parts.configs[0]!.digest : undefined;
}

const ID_PREFIX = /^(?:sha256:)?([0-9a-f]{1,64})$/;

/**
 * The entries that a person means by a name in any spelling, or else by the first digits of an image ID or manifest
 * digest: then all names of that image.
 * @throws OutcropError `no-such-image` when there is none, `bad-request` when digits fit several images
 */
export function findImages(images: readonly ImageEntry[], which: string): readonly ImageEntry[] {
  const named = images.filter(({ name }) => name !== undefined && isSameName(name, which));
  if (named.length > 0) return named;
  const digits = ID_PREFIX.exec(which)?.[1];
  const fits = (digest: Digest | undefined) =>
    digits !== undefined && digest !== undefined && encodedOf(digest).startsWith(digits);
  const found = images.filter((image) => fits(imageID(image)) || fits(image.parts?.digest));
  if (found.length === 0)
    throw new OutcropError('no-such-image', `The store has no image ${which}; "outcrop images" lists what it has.`);
  if (new Set(found.map(({ parts }) => parts?.digest)).size > 1)
    throw new OutcropError('bad-request', `${which} begins the IDs of several images; give more digits.`);
  return found;
}

/** Every stack of layers that has a record. */
export async function listRecords(folders: StoreFolders): Promise<readonly LayerRecord[]> {
  const images = await readImages(folders);
  const users = new Map<string, Set<string>>();
  for (const { name, parts } of images)
    for (const { chainID } of parts?.layers ?? []) {
      const reference = name === undefined ? undefined : parseReference(name);
      const shown = reference === undefined ? (name ?? parts!.digest) : familiarName(reference);
      users.set(chainID, (users.get(chainID) ?? new Set()).add(shown));
    }
  const records = await Promise.all((await recordNames(folders)).map(async (record) => readRecord(folders, record)));
  return Promise.all(
    records
      .filter((record) => record !== undefined)
      .map(async ({ chainID, diffID, parent, size, blob }) => ({
        chainID,
        diffID,
        parent,
        size,
        cacheID: encodedOf(blob),
        blobSize: await stat(blobFile(folders, blob)).then(
          ({ size: bytes }) => bytes,
          () => null,
        ),
        usedBy: [...(users.get(chainID) ?? [])].toSorted(),
      })),
  );
}
