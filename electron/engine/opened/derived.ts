/** A value that is made from others once, when it is first asked for. */
export interface Derived<T> {
  /** Made on this thread when it is not there yet. */
  now(): T;
  /** Made by a worker thread when it is not there yet. */
  get(): Promise<T>;
}

/**
 * @param make on the caller's thread
 * @param makeBehind the same by a worker; asked again when it failed
 */
export function derived<T>(make: () => T, makeBehind: () => Promise<T>): Derived<T> {
  let value: { readonly made: T } | undefined;
  let making: Promise<T> | undefined;
  const makeOnce = async (): Promise<T> => {
    try {
      const made = await makeBehind();
      value ??= { made };
      return value.made;
    } finally {
      making = undefined;
    }
  };
  return {
    now: () => (value ??= { made: make() }).made,
    get: async () => (value ? value.made : (making ??= makeOnce())),
  };
}
