import { OutcropError } from '../../shared/errors.ts';
import type { Search, View } from '../engine/opened.ts';
import { createHolder, type Holder } from './holder.ts';

/** A window needs one view per pane; a hundred is a leak in the window, or someone who is not one. */
export const MAX_VIEWS = 64;
/** Searches whose hits one connection may keep. */
export const MAX_SEARCHES = 16;
/** Calls of one connection that may run at once, streams included. */
export const MAX_CALLS = 128;

/** What one connection holds. Closing the connection releases all of it. */
export interface Session {
  /** Aborted when the connection is closed. */
  readonly signal: AbortSignal;
  /** Keeps a view of an image. @throws OutcropError `too-large` above MAX_VIEWS @returns its name in this connection */
  addView(view: View, image: string): string;
  /** @throws OutcropError `stale` */
  view(id: string): View;
  closeView(id: string): void;
  readonly searches: Holder<Search>;
  /** Drops the views and searches of an image that is being closed. */
  closeViewsOf(image: string): void;
  /** Counts a call in. @throws OutcropError `too-large` above MAX_CALLS @returns what counts it out */
  enter(): () => void;
  close(): void;
}

/** @returns a session that holds nothing yet */
export function createSession(): Session {
  const closed = new AbortController();
  const views = new Map<string, { readonly view: View; readonly image: string }>();
  const searches = createHolder<Search>('search', MAX_SEARCHES);
  let made = 0;
  let calls = 0;
  return {
    signal: closed.signal,
    addView(view, image) {
      if (views.size >= MAX_VIEWS)
        throw new OutcropError('too-large', `This window has ${MAX_VIEWS} views open, which is the limit; close one.`);
      made += 1;
      views.set(`v${made}`, { view, image });
      return `v${made}`;
    },
    view(id) {
      const held = views.get(id);
      if (!held) throw new OutcropError('stale', `View ${id} was closed; open it again.`);
      return held.view;
    },
    searches,
    closeView: (id) => void views.delete(id),
    closeViewsOf(image) {
      for (const [id, held] of views) if (held.image === image) views.delete(id);
      searches.dropOf(image);
    },
    enter() {
      if (calls >= MAX_CALLS)
        throw new OutcropError(
          'too-large',
          `${MAX_CALLS} calls are running, which is the limit; wait for some to end.`,
        );
      calls += 1;
      return () => void (calls -= 1);
    },
    close() {
      views.clear();
      searches.clear();
      closed.abort(new OutcropError('cancelled', 'The connection was closed.'));
    },
  };
}
