import { OutcropError } from '../../shared/errors.ts';
import type { Engine, OpenedImage, OpenedSource } from '../engine/opened.ts';
import type { Log } from './log.ts';
import type { Session } from './session.ts';

/** Files that may be open at once, over all windows. */
export const MAX_OPEN_SOURCES = 64;
/** How long a file stays open when the last window that held it went away: a reload or a lost network comes back. */
const GRACE_MS = 120_000;

interface Held {
  source: OpenedSource;
  readonly holders: Set<Session>;
  timer: NodeJS.Timeout | undefined;
}

/** The files that are open, each closed when no connection holds it any longer. */
export interface OpenSources {
  /** Takes over `source` for a session. @throws OutcropError `too-large`, then `source` is closed again */
  add(session: Session, source: OpenedSource): Promise<void>;
  /** The image behind a handle; a session that names it holds its file from then on. @throws OutcropError `stale` */
  image(handle: string, session?: Session): OpenedImage;
  /** The session no longer needs the file of this image. Nothing happens when it is closed already. */
  release(session: Session, handle: string): Promise<void>;
  /** The session is gone; its files are closed after a grace period unless another takes them. */
  leave(session: Session): void;
  close(): Promise<void>;
}

/** @param graceMs how long files stay open for a window that may come back */
export function createOpenSources(engine: Engine, log: Log, graceMs: number = GRACE_MS): OpenSources {
  const byHandle = new Map<string, Held>();
  const all = new Set<Held>();

  const forget = ({ source }: Held): void => {
    for (const image of source.images) byHandle.delete(image.summary.handle);
  };
  const end = async (held: Held): Promise<void> => {
    clearTimeout(held.timer);
    if (!all.delete(held)) return;
    forget(held);
    await held.source.close();
  };
  const endLater = (held: Held): void => {
    clearTimeout(held.timer);
    held.timer = setTimeout(() => {
      end(held).catch((error: unknown) => log('a file did not close', error));
    }, graceMs);
    held.timer.unref();
  };
  /** A connection that is gone holds nothing: nobody would release it. */
  const hold = (held: Held, session: Session): void => {
    if (!session.signal.aborted) {
      held.holders.add(session);
      clearTimeout(held.timer);
    } else if (held.holders.size === 0) endLater(held);
  };

  return {
    async add(session, source) {
      const before = source.images
        .map((image) => byHandle.get(image.summary.handle))
        .find((held) => held !== undefined);
      if (before) {
        // The same file again: the engine closed what was open and gave the same handles. Its holders keep it.
        forget(before);
        before.source = source;
        for (const image of source.images) byHandle.set(image.summary.handle, before);
        hold(before, session);
        return;
      }
      if (all.size >= MAX_OPEN_SOURCES) {
        const unheld = [...all].find((held) => held.holders.size === 0);
        if (unheld) await end(unheld);
      }
      if (all.size >= MAX_OPEN_SOURCES || session.signal.aborted) {
        await source.close();
        session.signal.throwIfAborted();
        throw new OutcropError('too-large', `${MAX_OPEN_SOURCES} files are open, which is the limit; close one first.`);
      }
      const held: Held = { source, holders: new Set([session]), timer: undefined };
      all.add(held);
      for (const image of source.images) byHandle.set(image.summary.handle, held);
    },
    image(handle, session) {
      const held = byHandle.get(handle);
      if (held && session) hold(held, session);
      return engine.image(handle);
    },
    async release(session, handle) {
      const held = byHandle.get(handle);
      if (!held) return;
      for (const image of held.source.images) session.closeViewsOf(image.summary.handle);
      held.holders.delete(session);
      if (held.holders.size === 0) await end(held);
    },
    leave(session) {
      for (const held of all) if (held.holders.delete(session) && held.holders.size === 0) endLater(held);
    },
    async close() {
      await Promise.all([...all].map(end));
    },
  };
}
