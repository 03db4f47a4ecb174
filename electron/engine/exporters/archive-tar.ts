import { createReadStream } from 'node:fs';
import type { WritableLayer } from '../container/writable-image.ts';
import { END_BLOCKS, padding, writeHeader } from '../tar/write-entry.ts';

/** One member of an archive of images: bytes at hand, or a layer that is copied as it is stored. */
export type Member = { readonly name: string } & (
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'layer'; readonly layer: WritableLayer }
  | { readonly kind: 'folder' }
);

/** The archive, chunk by chunk. Of one content the bytes are the same everywhere: members have no times and no owners. */
export async function* archiveTar(members: Iterable<Member>): AsyncIterable<Uint8Array> {
  for (const member of members) {
    const size = sizeOf(member);
    const common = { name: Buffer.from(member.name), uid: 0, gid: 0, mtime: 0, size };
    if (member.kind === 'folder') {
      yield writeHeader({ ...common, kind: 'dir', mode: 0o755 });
      continue;
    }
    yield writeHeader({ ...common, kind: 'file', mode: 0o644 });
    if (member.kind === 'bytes') yield member.bytes;
    else if (size > 0) {
      const { file, offset } = member.layer.region;
      yield* createReadStream(file, { start: offset, end: offset + size - 1, highWaterMark: 1 << 20 });
    }
    yield padding(size);
  }
  yield END_BLOCKS;
}

function sizeOf(member: Member): number {
  if (member.kind === 'folder') return 0;
  return member.kind === 'bytes' ? member.bytes.length : member.layer.region.size;
}

/** Layers that an image lists twice are stored once. */
export function distinctLayers(layers: readonly WritableLayer[]): WritableLayer[] {
  return [...new Map(layers.map((layer) => [layer.digest, layer])).values()];
}

export function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
