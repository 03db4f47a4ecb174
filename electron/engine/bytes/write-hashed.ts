import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

export interface WrittenBytes {
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** Writes chunks to an open file from its position on, hashing them. */
export async function writeHashed(
  handle: FileHandle,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<WrittenBytes> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    hash.update(chunk);
    size += chunk.length;
    await handle.writeFile(chunk);
  }
  return { sha256: hash.digest('hex'), size };
}
