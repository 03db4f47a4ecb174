import { useCallback } from 'react';
import { TEXT_PAGE } from '../../../shared/format/text-encoding.ts';
import type { ReadRange } from '../hex-view/page-cache.ts';
import { useLoaded, type Loaded } from '../use-loaded.ts';
import { chooseContent, type ContentKind } from './choose-view.ts';
import { HEAD_BYTES } from './head-reader.ts';

/** The beginning of a file, and what it looks like by that. */
export interface FirstPage {
  readonly head: Uint8Array;
  readonly kind: ContentKind;
}

/** Reads so much of a file that a screen can be filled, and then the rest of its first page. */
export function useFirstPage(read: ReadRange, size: number): readonly [Loaded<FirstPage>, () => void] {
  const [first, retry] = useLoaded(
    useCallback((signal: AbortSignal) => readPage(read, size, HEAD_BYTES, signal), [read, size]),
  );
  const goesOn = first.kind === 'ready' && first.value.kind.kind === 'text' && size > HEAD_BYTES;
  const [page] = useLoaded(
    useCallback(
      async (signal: AbortSignal) => (goesOn ? readPage(read, size, TEXT_PAGE, signal) : null),
      [goesOn, read, size],
    ),
  );
  if (first.kind !== 'ready' || page.kind !== 'ready' || page.value === null) return [first, retry];
  const { head, kind } = page.value;
  // What began as a text is shown as one, even when bytes come behind it that are none: an installer's payload.
  return [{ kind: 'ready', value: { head, kind: kind.kind === 'text' ? kind : first.value.kind } }, retry];
}

async function readPage(read: ReadRange, size: number, limit: number, signal: AbortSignal): Promise<FirstPage> {
  const head = await read(0, Math.min(size, limit), signal);
  return { head, kind: chooseContent(head, head.length === size) };
}
