/** A value that tells when it was replaced. Fits React's useSyncExternalStore. */
export interface Observable<T> {
  readonly current: () => T;
  /** @returns what ends the subscription */
  readonly subscribe: (listener: () => void) => () => void;
}

/** @returns an observable and what replaces its value; the same value tells nobody */
export function createObservable<T>(initial: T): Observable<T> & { readonly set: (value: T) => void } {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    current: () => value,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
  };
}
