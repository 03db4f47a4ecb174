import type { StoredImage } from '../../../shared/model/store.ts';
import { shortDigest, type Digest } from '../../../shared/oci/digest.ts';
import { shownName, splitName, type LibraryRow } from './library-rows.ts';

/** One name of a stored image; an image without one has one row, too. */
export interface StoredRow extends LibraryRow {
  readonly image: StoredImage;
  /** As the store has it; null for an image without one. */
  readonly name: string | null;
  /** Names of the images that share a layer with it. */
  readonly sharedWith: readonly string[];
}

/** The rows of all images of the store, in the order of the names. */
export function storedRows(images: readonly StoredImage[]): readonly StoredRow[] {
  const byDigest = new Map<Digest, string>(images.map((image) => [image.manifestDigest, titleOf(image)]));
  return images
    .flatMap((image) => (image.names.length > 0 ? image.names : [null]).map((name) => rowOf(image, name, byDigest)))
    .toSorted(
      (a, b) => a.repository.localeCompare(b.repository) || b.title.localeCompare(a.title, 'en', { numeric: true }),
    );
}

function rowOf(image: StoredImage, name: string | null, titles: ReadonlyMap<Digest, string>): StoredRow {
  const { manifestDigest, platform } = image;
  const { repository, title } =
    name === null ? { repository: '', title: shortDigest(manifestDigest) } : splitName(name);
  return {
    key: `stored ${manifestDigest} ${name ?? ''}`,
    repository,
    title,
    more: [],
    path: null,
    // Opened as a path is: where no file is called that, the store is asked.
    opening: { kind: 'path', path: name ?? manifestDigest },
    platform: platform ? [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/') : '',
    size: image.size,
    layers: image.layers.length,
    created: image.created,
    image,
    name,
    sharedWith: image.sharedWith.map((digest) => titles.get(digest) ?? shortDigest(digest)),
  };
}

function titleOf({ names: [name], manifestDigest }: StoredImage): string {
  return name === undefined ? shortDigest(manifestDigest) : shownName(name);
}
