import { OutcropError } from '../../../shared/errors.ts';
import type { Limits } from '../limits/limits.ts';
import { folderMembers } from './members/folder-members.ts';
import type { Members } from './members/members.ts';
import { readForms } from './read-forms.ts';
import type { Source, StoredImage } from './source.ts';

/** Stores of engines, by a path inside them. Reading them in place needs their metadata as well. */
const STORES: readonly (readonly [string, string])[] = [
  ['overlay-images/images.json', 'the storage of podman and buildah'],
  ['image/overlay2/repositories.json', "Docker's storage"],
  ['image/vfs/repositories.json', "Docker's storage"],
  ['io.containerd.metadata.v1.bolt/meta.db', "containerd's storage"],
];
const STORE_FOLDERS: readonly (readonly [string, string])[] = [
  ['overlay-images', 'the storage of podman and buildah'],
  ['io.containerd.content.v1.content', "containerd's storage"],
  ['containerd', "Docker's storage"],
];

/** @param path absolute, of a folder */
export async function openFolder(path: string, limits: Limits): Promise<Source> {
  const members = await folderMembers(path);
  const forms = await readForms(members, 'folder', false, limits);
  const { topLevel } = members;
  if (forms.kind === 'images') {
    const { source: kind, images, warnings } = forms;
    return { kind, path, compression: 'none', size: usedSize(images), images, warnings };
  }
  const store = await storeName(members);
  if (store !== undefined)
    throw new OutcropError(
      'unsupported',
      `${path} is ${store}, which Outcrop does not read in place; save the image with docker save or skopeo copy and open that.`,
      { file: path },
    );
  if (forms.kind === 'unusable')
    throw new OutcropError('bad-manifest', `${path}: ${forms.problem}; save the image again.`, { file: path });
  const what = topLevel.size === 0 ? 'is empty' : 'has neither index.json nor manifest.json';
  throw new OutcropError(
    'not-an-image',
    `${path} ${what}; open a folder with an OCI layout, an unpacked docker save or a skopeo dir: copy.`,
    { file: path },
  );
}

async function storeName(members: Members): Promise<string | undefined> {
  const { topLevel } = members;
  const folder = STORE_FOLDERS.find(([name]) => topLevel.has(name) && (name !== 'containerd' || topLevel.has('image')));
  if (folder !== undefined) return folder[1];
  for (const [file, name] of STORES) {
    // oxlint-disable-next-line no-await-in-loop
    if ((await members.find(file)).kind === 'file') return name;
  }
  return undefined;
}

/** Bytes of the blobs that images use, each counted once. */
function usedSize(images: readonly StoredImage[]): number {
  const sizes = new Map<string, number>();
  for (const { layers, documents } of images) {
    for (const { region } of layers) if (region !== null) sizes.set(region.file, region.size);
    for (const { digest, bytes } of documents) sizes.set(digest, bytes.length);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
