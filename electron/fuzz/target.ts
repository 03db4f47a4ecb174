/** Numbers from 0 to 1 that are the same for a seed everywhere. */
export type Random = () => number;

/** One thing that takes untrusted input. Whatever a round throws is a defect; its seed alone reproduces it. */
export interface FuzzTarget {
  readonly name: string;
  /** @param folder empty, for this target alone */
  start(folder: string): Promise<RunningTarget>;
}

export interface RunningTarget {
  round(random: Random): Promise<void>;
  close(): Promise<void>;
}

/** mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const below = (random: Random, limit: number): number => Math.floor(random() * limit);

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[below(random, from.length)]!;
}

/** Fails the round. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** Bytes changed, cut off, doubled, moved or put in between; now and then none. */
export function spoil(bytes: Uint8Array, random: Random): Buffer {
  let spoilt = Buffer.from(bytes);
  for (let times = below(random, 4); times > 0 && spoilt.length > 0; times--) {
    const at = below(random, spoilt.length);
    const roll = random();
    if (roll < 0.5) spoilt[at] = below(random, 256);
    else if (roll < 0.65) spoilt = spoilt.subarray(0, at);
    else if (roll < 0.8) spoilt = Buffer.concat([spoilt.subarray(0, at), noise(random, 40), spoilt.subarray(at)]);
    else if (roll < 0.9) spoilt = Buffer.concat([spoilt.subarray(0, at), spoilt.subarray(below(random, at + 1))]);
    else spoilt = Buffer.concat([spoilt, noise(random, 600)]);
  }
  return spoilt;
}

export function noise(random: Random, most: number): Buffer {
  return Buffer.from(Array.from({ length: below(random, most) }, () => below(random, 256)));
}
