import { OutcropError } from '../../shared/errors.ts';

/** What a connection keeps of one kind, by a name that means nothing outside it. */
export interface Holder<T> {
  /** @throws OutcropError `too-large` at the limit @returns its name */
  add(value: T, image: string): string;
  /** @throws OutcropError `stale` */
  get(id: string): T;
  drop(id: string): void;
  /** Drops what belongs to an image that is being closed. */
  dropOf(image: string): void;
  clear(): void;
}

/** @param noun what one of them is called in messages; @param limit most that are kept */
export function createHolder<T>(noun: string, limit: number): Holder<T> {
  const held = new Map<string, { readonly value: T; readonly image: string }>();
  let made = 0;
  return {
    add(value, image) {
      if (held.size >= limit)
        throw new OutcropError('too-large', `${limit} of this window's ${noun} places are taken; close one first.`);
      made += 1;
      const id = `${noun}${made}`;
      held.set(id, { value, image });
      return id;
    },
    get(id) {
      const found = held.get(id);
      if (!found) throw new OutcropError('stale', `This ${noun} was closed; start it again.`);
      return found.value;
    },
    drop: (id) => void held.delete(id),
    dropOf(image) {
      for (const [id, found] of held) if (found.image === image) held.delete(id);
    },
    clear: () => held.clear(),
  };
}
