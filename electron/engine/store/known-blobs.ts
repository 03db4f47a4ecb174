import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodedOf, type Digest } from '../../../shared/oci/digest.ts';
import { buildWholeSync } from '../bytes/write-whole.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { markUsed, type IndexFolders } from './index-folders.ts';
import { readStoredLayer, type StoredLayerFacts } from './stored-layer-file.ts';

/*
 * What one pass finds out about a compressed layer holds for every copy of its blob, wherever that lies. A file under the
 * blob's digest names the record of such a pass; the record says itself which digest was computed.
 */
const RECORD = /^[0-9a-z-]{1,128}$/;

/**
 * Remembers where something is known about a blob that was read to its end. Raw layers have none: their pass reads only
 * headers, and hashing them to be sure would cost more.
 * @param record a file of `stored/`
 */
export function noteBlob({ indexDir, limitsKey }: IndexFolders, layer: IndexedLayer, record: string): void {
  const { digest, compression, damage } = layer;
  if (digest === undefined || compression === 'none' || damage !== undefined) return;
  const folder = join(indexDir, 'blobs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  buildWholeSync(join(folder, `${encodedOf(digest)}-${limitsKey}`), (fd) => writeFileSync(fd, record));
}

/**
 * What is known of the blob of a digest.
 * @param size bytes that the blob is said to have
 * @returns undefined when nothing is, or what is known is damaged
 */
export function findBlob(
  { indexDir, limitsKey }: IndexFolders,
  digest: Digest,
  size: number,
): StoredLayerFacts | undefined {
  const note = join(indexDir, 'blobs', `${encodedOf(digest)}-${limitsKey}`);
  const record = textOf(note);
  if (record === undefined || !RECORD.test(record)) return undefined;
  const file = join(indexDir, 'stored', record);
  const stored = readStoredLayer(file, size);
  if (stored?.digest !== digest || stored.damage !== undefined) return undefined;
  markUsed(note);
  markUsed(file);
  return stored;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}
