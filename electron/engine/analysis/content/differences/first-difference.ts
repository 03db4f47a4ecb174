import type { Body } from '../body.ts';

/**
 * Offset of the first byte that differs; the shorter one's size where it is the beginning of the other.
 * @returns null when the bytes are the same @throws OutcropError `cancelled`, `layer-damaged`, `unreadable`
 */
export function firstDifference(a: Body, b: Body, throwIfCancelled: () => void): number | null {
  const streams = [a.stream(0)[Symbol.iterator](), b.stream(0)[Symbol.iterator]()] as const;
  const rest = [new Uint8Array(0), new Uint8Array(0)];
  try {
    for (let at = 0; ;) {
      throwIfCancelled();
      for (const side of [0, 1] as const) {
        while (rest[side]!.length === 0) {
          const step = streams[side].next();
          if (step.done) break;
          rest[side] = step.value as Uint8Array<ArrayBuffer>;
        }
      }
      const [one, other] = rest as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
      const both = Math.min(one.length, other.length);
      if (both === 0) return one.length === other.length ? null : at;
      const [left, right] = [one.subarray(0, both), other.subarray(0, both)];
      if (Buffer.compare(left, right) !== 0) return at + left.findIndex((byte, i) => byte !== right[i]);
      at += both;
      rest[0] = one.subarray(both);
      rest[1] = other.subarray(both);
    }
  } finally {
    for (const stream of streams) stream.return?.();
  }
}
