import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import type { Platform } from '../../../shared/model/image.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import { parseDigest, type Digest, type DiffID } from '../../../shared/oci/digest.ts';
import { MEDIA_TYPE } from '../../../shared/oci/media-type.ts';
import type { Region } from '../bytes/region.ts';
import { syncFolder, unfinishedName, writeWhole } from '../bytes/write-whole.ts';
import type { RegionHashes } from '../compression/hash-region.ts';
import { chainIDs } from '../oci/chain-id.ts';
import { parseImageConfig } from '../oci/image-config.ts';
import { parseJson } from '../oci/json.ts';
import { parseManifest } from '../oci/manifest.ts';
import { withImage } from './entry-names.ts';
import { sha256 } from './ingest-blob.ts';
import { blobFile, ensureLayout, readEntries, writeEntries, type StoreFolders } from './layout.ts';
import { writeRecord } from './layer-records.ts';
import { withStoreLock } from './lock.ts';

export interface IncomingLayer {
  readonly region: Region;
  readonly compression: Compression;
  /** As a descriptor or name claims it; null when nothing does. */
  readonly digest: Digest | null;
  /** Bytes of its regular files. */
  readonly contentSize: number;
}

export interface IncomingImage {
  /** For messages. */
  readonly file: string;
  readonly names: readonly string[];
  readonly platform: Platform | null;
  /** Of its source; another is made when it does not name exactly these layers and this config. */
  readonly manifest: Uint8Array | null;
  readonly config: Uint8Array;
  /** Base first. */
  readonly layers: readonly IncomingLayer[];
}

export interface ImportParts {
  readonly folders: StoreFolders;
  readonly signal?: AbortSignal | undefined;
  /** Runs `ingestBlob` off the main thread. */
  readonly ingest: (layer: number, target: string) => Promise<RegionHashes>;
}

export interface ImportedLayer {
  readonly blob: Region;
  readonly hashes: RegionHashes;
}

export interface ImportedImage {
  readonly manifestDigest: Digest;
  readonly id: Digest;
  /** Base first: where each layer lies now. */
  readonly layers: readonly ImportedLayer[];
}

interface Copied {
  readonly file: string;
  readonly hashes: RegionHashes & { readonly diffID: DiffID };
}

/**
 * Copies an image into the store. Every digest is computed on the way; nothing is stored unless all that is claimed
 * holds. It is there once index.json names it: all else is on disk before that.
 * @throws OutcropError `digest-mismatch`, `layer-damaged`, `unreadable`, `unwritable`, `bad-manifest`
 */
export async function importImage(image: IncomingImage, parts: ImportParts): Promise<ImportedImage> {
  const { folders, signal } = parts;
  await withStoreLock(folders.root, { signal }, () => ensureLayout(folders));
  const copies: string[] = [];
  try {
    const copied = await Promise.all(
      image.layers.map(async ({ digest }, layer): Promise<Copied> => {
        const file = unfinishedName(join(folders.ingest, `layer-${layer}`));
        copies.push(file);
        const hashes = await parts.ingest(layer, file);
        return { file, hashes: checked(image, layer, digest, hashes) };
      }),
    );
    const manifest = manifestFor(image, copied);
    signal?.throwIfAborted();
    return await withStoreLock(folders.root, { signal }, () => commit(image, manifest, copied, folders));
  } catch (error) {
    throw storeError(folders, error);
  } finally {
    await Promise.all(copies.map((file) => rm(file, { force: true })));
  }
}

function checked(
  { file, config }: IncomingImage,
  layer: number,
  claimed: Digest | null,
  hashes: RegionHashes,
): Copied['hashes'] {
  const { digest, diffID, damage } = hashes;
  if (claimed !== null && claimed.startsWith('sha256:') && claimed !== digest)
    throw mismatch(file, layer, `its blob hashes to ${digest}, its name is ${claimed}`);
  if (diffID === undefined)
    throw new OutcropError(
      'layer-damaged',
      `Layer ${layer} of ${file} is damaged (${damage ?? 'it cannot be decoded'}); get the image again.`,
      { file, layer },
    );
  const expected = diffIDsOf(config)[layer];
  if (expected !== diffID)
    throw mismatch(file, layer, `its tar hashes to ${diffID}, the config says ${expected ?? 'nothing'}`);
  return { ...hashes, diffID };
}

function mismatch(file: string, layer: number, what: string): OutcropError {
  const message = `Layer ${layer} of ${file} is not what its image claims: ${what}; nothing was stored, get the image again.`;
  return new OutcropError('digest-mismatch', message, { file, layer });
}

function diffIDsOf(config: Uint8Array): readonly (DiffID | null)[] {
  const parsed = parseJson(config);
  return parsed.kind === 'json' ? parseImageConfig(parsed.value).diffIDs : [];
}

interface ManifestBytes {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** The source's own manifest, so that its digest stays, when it is about these very blobs; else one of our own. */
function manifestFor({ manifest, config, layers }: IncomingImage, copied: readonly Copied[]): ManifestBytes {
  const parsed = manifest && parseJson(manifest);
  const given = parsed?.kind === 'json' ? parseManifest(parsed.value) : null;
  const isSame =
    given?.config?.digest === digestOf(config) &&
    given.layers.length === copied.length &&
    given.layers.every((layer, i) => layer?.digest === copied[i]!.hashes.digest);
  if (manifest && isSame) return { bytes: manifest, mediaType: given.mediaType ?? MEDIA_TYPE.ociManifest };
  const made = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { mediaType: MEDIA_TYPE.ociConfig, digest: digestOf(config), size: config.length },
    layers: copied.map(({ hashes }, i) => ({
      mediaType: layerType(layers[i]!.compression),
      digest: hashes.digest,
      size: layers[i]!.region.size,
    })),
  };
  return { bytes: Buffer.from(JSON.stringify(made)), mediaType: made.mediaType };
}

function layerType(compression: Compression): string {
  return `application/vnd.oci.image.layer.v1.tar${compression === 'none' ? '' : `+${compression}`}`;
}

function digestOf(bytes: Uint8Array): Digest {
  return parseDigest(`sha256:${sha256(bytes)}`)!;
}

/** Blobs, then records, then the one file that names them. A crash between leaves only what nothing names. */
async function commit(
  image: IncomingImage,
  manifest: ManifestBytes,
  copied: readonly Copied[],
  folders: StoreFolders,
): Promise<ImportedImage> {
  const layers: ImportedLayer[] = [];
  for (const [i, { file, hashes }] of copied.entries()) {
    const target = blobFile(folders, hashes.digest);
    // Over one of the same name, too: this copy was just checked. A layer listed twice was copied twice.
    // oxlint-disable-next-line no-await-in-loop
    await rename(file, target);
    layers.push({ blob: { file: target, offset: 0, size: image.layers[i]!.region.size }, hashes });
  }
  await syncFolder(folders.blobs);
  const id = digestOf(image.config);
  const manifestDigest = digestOf(manifest.bytes);
  await writeWhole(blobFile(folders, id), image.config);
  await writeWhole(blobFile(folders, manifestDigest), manifest.bytes);

  const chain = chainIDs(copied.map(({ hashes }) => hashes.diffID));
  for (const [i, { hashes }] of copied.entries()) {
    const parent = chain[i - 1] ?? null;
    const record = { chainID: chain[i]!, diffID: hashes.diffID, parent, blob: hashes.digest };
    // oxlint-disable-next-line no-await-in-loop
    await writeRecord(folders, { ...record, size: image.layers[i]!.contentSize });
  }
  const { platform, names } = image;
  const described = {
    mediaType: manifest.mediaType,
    digest: manifestDigest,
    size: manifest.bytes.length,
    ...(platform !== null && { platform }),
  };
  await writeEntries(folders, withImage(await readEntries(folders), described, names));
  return { manifestDigest, id, layers };
}

function storeError({ root }: StoreFolders, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof OutcropError || typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error;
  const advice = code === 'ENOSPC' ? 'free some space on its disk' : 'check its permissions and the disk';
  return new OutcropError('unwritable', `${root} cannot be written (${code}); ${advice}.`, { file: root }, error);
}
