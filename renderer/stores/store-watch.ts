import type { OutcropClient } from '../host/connect.ts';
import type { ConnectionStatus } from '../host/status.ts';
import { createObservable, type Observable } from './observable.ts';

/**
 * Counts the changes of the store, here or by any other Outcrop. It listens while somebody is subscribed; after a lost
 * connection it counts one, since nobody knows what has happened meanwhile.
 */
export type StoreWatch = Observable<number>;

/** @returns a watch at 0 */
export function createStoreWatch(client: OutcropClient, status: ConnectionStatus): StoreWatch {
  const { current, subscribe, set } = createObservable(0);
  let subscribers = 0;
  let stop: AbortController | null = null;

  async function listen(signal: AbortSignal): Promise<void> {
    for await (const _ of await client.store.changes(undefined, { signal })) set(current() + 1);
  }

  function start(): void {
    stop?.abort();
    stop = null;
    if (subscribers === 0 || status.current() !== 'connected') return;
    stop = new AbortController();
    // It ends with the connection; the next one starts it again.
    listen(stop.signal).catch(() => {});
  }

  status.subscribe(() => {
    if (status.current() === 'connected' && subscribers > 0) set(current() + 1);
    start();
  });

  return {
    current,
    subscribe(listener) {
      const leave = subscribe(listener);
      subscribers += 1;
      if (subscribers === 1) start();
      return () => {
        leave();
        subscribers -= 1;
        if (subscribers === 0) start();
      };
    },
  };
}
