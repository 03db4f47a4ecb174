import type { HostConnection } from '../host/connect.ts';
import { sourcesOf, type SessionStore } from '../stores/session.ts';

/**
 * After a broken connection the host may be another one, which has nothing open: the files of all tabs are opened
 * again. Handles follow from the path, so that what stands on the screen goes on.
 * @returns what ends it
 */
export function reopenAfterReconnect({ status, client }: HostConnection, session: SessionStore): () => void {
  let before = status.current();
  const reopen = async (path: string): Promise<void> => {
    // A file that is gone is told by the screen that needs it.
    const events = await client.sources.open({ kind: 'path', path }).catch(() => []);
    try {
      for await (const _ of events);
    } catch {
      // As above.
    }
  };
  return status.subscribe(() => {
    const now = status.current();
    if (now === 'connected' && before !== 'connected') {
      const paths = new Set(session.getState().tabs.flatMap((tab) => sourcesOf(tab).map(({ openedAs }) => openedAs)));
      for (const path of paths) void reopen(path);
    }
    before = now;
  });
}
