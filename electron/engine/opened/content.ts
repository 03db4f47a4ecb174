import { requireFewHoles } from '../tar/holes.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import type { Content } from '../version-contents.ts';

/** Bytes asked of a layer at once: large enough to be quick, small enough to stop within a moment. */
const CHUNK = 4 << 20;

/** Random and streamed access over one read function. @param read at most `CHUNK` bytes a call, shorter only at the end; @param stored bytes that are no holes */
export function createContent(
  size: number,
  read: (offset: number, length: number, signal?: AbortSignal) => Promise<Uint8Array>,
  { stored = size, limits = DEFAULT_LIMITS }: { readonly stored?: number; readonly limits?: Limits } = {},
): Content {
  const readAll = async (offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> => {
    if (!(offset >= 0 && length >= 0))
      throw new OutcropError(
        'bad-request',
        'A range begins at 0 or later and has a length of 0 or more; ask for another.',
      );
    const wanted = Math.max(0, Math.min(length, size - offset));
    if (wanted <= CHUNK) return wanted === 0 ? new Uint8Array(0) : read(offset, wanted, signal);
    const bytes = new Uint8Array(wanted);
    let at = 0;
    for await (const part of stream(offset, wanted, signal)) {
      bytes.set(part, at);
      at += part.length;
    }
    return at === wanted ? bytes : bytes.subarray(0, at);
  };
  async function* stream(offset = 0, length = size - offset, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    const end = Math.min(size, offset + length);
    requireFewHoles(end - offset, size, stored, limits);
    for (let at = offset; at < end;) {
      signal?.throwIfAborted();
      const part = await read(at, Math.min(CHUNK, end - at), signal);
      if (part.length === 0) return;
      yield part;
      at += part.length;
    }
  }
  return { size, read: readAll, stream };
}
