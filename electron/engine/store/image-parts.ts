import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { encodedOf, type ChainID, type Digest, type DiffID } from '../../../shared/oci/digest.ts';
import { chainIDs } from '../oci/chain-id.ts';
import { parseImageConfig } from '../oci/image-config.ts';
import { parseImageIndex } from '../oci/image-index.ts';
import { parseJson } from '../oci/json.ts';
import { parseManifest } from '../oci/manifest.ts';
import { blobFile, type IndexEntry, type StoreFolders } from './layout.ts';
import { parseDescriptor } from '../oci/manifest.ts';

/** Documents larger than this are no manifest, index or config. */
const MAX_DOCUMENT_BYTES = 32 << 20;

/** What one entry of index.json needs. */
export interface ImageParts {
  readonly digest: Digest;
  /** Of its documents and layers; itself first. */
  readonly blobs: ReadonlySet<Digest>;
  readonly layers: readonly StoredStack[];
  /** One for each image: an index has several. */
  readonly configs: readonly { readonly digest: Digest; readonly created: string | null }[];
  /** Documents that are missing, or do not hash to their name, or cannot be parsed. */
  readonly broken: readonly Digest[];
}

/** One layer on those below it. */
export interface StoredStack {
  readonly blob: Digest;
  readonly diffID: DiffID;
  readonly chainID: ChainID;
  readonly parent: ChainID | null;
}

/** @returns undefined when the entry names no blob */
export async function imageParts(folders: StoreFolders, entry: IndexEntry): Promise<ImageParts | undefined> {
  const digest = parseDescriptor(entry)?.digest;
  if (digest === undefined) return undefined;
  const found = {
    blobs: new Set<Digest>(),
    layers: [] as StoredStack[],
    configs: [] as FoundConfig[],
    broken: [] as Digest[],
  };
  await walk(folders, digest, found);
  return { digest, ...found };
}

type FoundConfig = ImageParts['configs'][number];

interface Found {
  readonly blobs: Set<Digest>;
  readonly layers: StoredStack[];
  readonly configs: FoundConfig[];
  readonly broken: Digest[];
}

async function walk(folders: StoreFolders, digest: Digest, found: Found): Promise<void> {
  if (found.blobs.has(digest)) return;
  found.blobs.add(digest);
  const value = await readDocument(folders, digest);
  const index = parseImageIndex(value);
  const manifest = parseManifest(value);
  if (index !== null) {
    for (const descriptor of index.manifests) {
      // oxlint-disable-next-line no-await-in-loop
      if (descriptor) await walk(folders, descriptor.digest, found);
    }
    return;
  }
  if (manifest === null || manifest.config === null) {
    found.broken.push(digest);
    return;
  }
  found.blobs.add(manifest.config.digest);
  for (const layer of manifest.layers) if (layer) found.blobs.add(layer.digest);
  const config = await readDocument(folders, manifest.config.digest);
  if (config === undefined) found.broken.push(manifest.config.digest);
  const { diffIDs, created } = parseImageConfig(config);
  found.configs.push({ digest: manifest.config.digest, created });
  const chain = chainIDs(diffIDs);
  for (const [i, diffID] of diffIDs.entries()) {
    const [blob, chainID] = [manifest.layers[i]?.digest, chain[i]];
    if (blob && diffID && chainID) found.layers.push({ blob, diffID, chainID, parent: chain[i - 1] ?? null });
  }
}

async function readDocument(folders: StoreFolders, digest: Digest): Promise<unknown> {
  const bytes = await readFile(blobFile(folders, digest)).catch(() => undefined);
  if (bytes === undefined || bytes.length > MAX_DOCUMENT_BYTES) return undefined;
  if (createHash('sha256').update(bytes).digest('hex') !== encodedOf(digest)) return undefined;
  const parsed = parseJson(bytes);
  return parsed.kind === 'json' ? parsed.value : undefined;
}
