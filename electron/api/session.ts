import { OutcropError } from '../../shared/errors.ts';
import type { LoadedImage, Search, View } from '../engine/opened.ts';
import { createHolder, type Holder } from './holder.ts';

/** A window needs one view per pane; a hundred is a leak in the window, or someone who is not one. */
export const MAX_VIEWS = 64;
/** Searches whose hits one connection may keep. */
export const MAX_SEARCHES = 16;
/** Calls of one connection that may run at once, streams included. */
export const MAX_CALLS = 128;

export interface OpenedView {
  readonly view: View;
  /** The image as it was when the view was opened. */
  readonly of: LoadedImage;
}

export interface HeldView extends OpenedView {
  /** Handle of the image. */
  readonly image: string;
}

/** What one connection holds. Closing the connection releases all of it. */
export interface Session {
  /** Aborted when the connection is closed. */
  readonly signal: AbortSignal;
  /** Keeps a view of an image. @throws OutcropError `too-large` above MAX_VIEWS @returns its name in this connection */
  addView(opened: OpenedView, image: string): string;
  /** The same with what it is a view of. @throws OutcropError `stale` */
  heldView(id: string): HeldView;
  /** Keeps another view under the same name; nothing when that was closed meanwhile. */
  replaceView(id: string, opened: OpenedView): void;
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
  const views = new Map<string, HeldView>();
  const searches = createHolder<Search>('search', MAX_SEARCHES);
  let made = 0;
  let calls = 0;
  const heldView = (id: string): HeldView => {
    const held = views.get(id);
    if (!held) throw new OutcropError('stale', `View ${id} was closed; open it again.`);
    return held;
  };
  return {
    signal: closed.signal,
    addView(opened, image) {
      if (views.size >= MAX_VIEWS)
        throw new OutcropError('too-large', `This window has ${MAX_VIEWS} views open, which is the limit; close one.`);
      made += 1;
      views.set(`v${made}`, { ...opened, image });
      return `v${made}`;
    },
    heldView,
    view: (id) => heldView(id).view,
    replaceView(id, opened) {
      const held = views.get(id);
      if (held) views.set(id, { ...held, ...opened });
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
