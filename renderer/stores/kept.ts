/** Something that works on while it is not shown, until it is ended. */
export interface Lasting {
  readonly end: () => void;
}

/** What the screens of one image keep while another image is in front. */
export interface Kept extends Lasting {
  /** What `make` made the first time; `make` itself is the key, so it is the same function each time. */
  readonly of: <T extends Lasting, Parts extends readonly unknown[]>(
    make: (...parts: Parts) => T,
    ...parts: Parts
  ) => T;
}

/** @returns a keeper of nothing yet; ending it ends all it keeps */
export function createKept(): Kept {
  const things = new Map<unknown, Lasting>();
  return {
    of<T extends Lasting, Parts extends readonly unknown[]>(make: (...parts: Parts) => T, ...parts: Parts): T {
      const thing = things.get(make) ?? make(...parts);
      things.set(make, thing);
      return thing as T;
    },
    end() {
      for (const thing of things.values()) thing.end();
      things.clear();
    },
  };
}
