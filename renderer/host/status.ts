/** `lost`: the window no longer tries by itself. */
export type ConnectionState = 'connected' | 'reconnecting' | 'lost';

/** Whether the engine can be reached. Fits React's useSyncExternalStore. */
export interface ConnectionStatus {
  readonly current: () => ConnectionState;
  /** @returns what ends the subscription */
  readonly subscribe: (listener: () => void) => () => void;
}

/** @returns a status and what changes it */
export function createStatus(): ConnectionStatus & { readonly set: (state: ConnectionState) => void } {
  let state: ConnectionState = 'connected';
  const listeners = new Set<() => void>();
  return {
    current: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(next) {
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
  };
}
