import { OUTPUT_BYTES as CHUNK_BYTES } from './inflate.ts';

/** Chunks that are made ahead of who takes them. */
const SLOTS = 8;
/** The other side is woken for so many: to wake it for each costs more than the chunk on a busy core. */
const BATCH = SLOTS / 2;
/** Words of `state`: counts, flags, and what changes when a side is to wake. */
const STATE = { made: 0, taken: 1, stopped: 2, ended: 3, filled: 4, freed: 5, words: 6 } as const;
/** A look at whether the other side has given up. */
const PATIENCE_MS = 100;

/** Memory through which one thread hands decoded chunks to another, in order. */
export interface RingMemory {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly lengths: Int32Array<SharedArrayBuffer>;
  /** Bytes of the stored blob that were read when the chunk was made. */
  readonly stored: Float64Array<SharedArrayBuffer>;
  readonly state: Int32Array<SharedArrayBuffer>;
}

export function ringMemory(): RingMemory {
  return {
    bytes: new Uint8Array(new SharedArrayBuffer(SLOTS * CHUNK_BYTES)),
    lengths: new Int32Array(new SharedArrayBuffer(SLOTS * 4)),
    stored: new Float64Array(new SharedArrayBuffer(SLOTS * 8)),
    state: new Int32Array(new SharedArrayBuffer(STATE.words * 4)),
  };
}

/** Waits for a word to change since `known`, but not for long. */
function pause(state: Int32Array<SharedArrayBuffer>, word: number, known: number): void {
  Atomics.wait(state, word, known, PATIENCE_MS);
}

function wake(state: Int32Array<SharedArrayBuffer>, word: number): void {
  Atomics.add(state, word, 1);
  Atomics.notify(state, word);
}

/** The side that decodes. */
export class RingWriter {
  private readonly memory: RingMemory;

  constructor(memory: RingMemory) {
    this.memory = memory;
  }

  get isStopped(): boolean {
    return Atomics.load(this.memory.state, STATE.stopped) !== 0;
  }

  /** Waits for room; gives up when nobody takes chunks any more. @param bytes of any length, copied */
  push(bytes: Uint8Array, stored: number): void {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) this.pushChunk(bytes.subarray(at, at + CHUNK_BYTES), stored);
  }

  private pushChunk(chunk: Uint8Array, stored: number): void {
    const { state, bytes, lengths } = this.memory;
    const made = Atomics.load(state, STATE.made);
    for (;;) {
      const freed = Atomics.load(state, STATE.freed);
      if (this.isStopped) return;
      if (made - Atomics.load(state, STATE.taken) < SLOTS) break;
      pause(state, STATE.freed, freed);
    }
    const slot = made % SLOTS;
    bytes.set(chunk, slot * CHUNK_BYTES);
    lengths[slot] = chunk.length;
    this.memory.stored[slot] = stored;
    Atomics.store(state, STATE.made, made + 1);
    if (made + 1 - Atomics.load(state, STATE.taken) >= BATCH) wake(state, STATE.filled);
  }

  /** After the last chunk. */
  end(): void {
    Atomics.store(this.memory.state, STATE.ended, 1);
    wake(this.memory.state, STATE.filled);
  }
}

/** The side that takes. */
export class RingReader {
  private readonly memory: RingMemory;

  constructor(memory: RingMemory) {
    this.memory = memory;
  }

  /**
   * Chunks until the last; a view is valid until the next is asked for.
   * @param onWait called now and then while there is none; what it throws ends the wait
   */
  *chunks(onWait: () => void): Generator<{ readonly chunk: Uint8Array; readonly stored: number }, void> {
    const { state, bytes, lengths, stored } = this.memory;
    for (let taken = 0; ; taken++) {
      for (;;) {
        const filled = Atomics.load(state, STATE.filled);
        // In this order: what was made before the end is seen.
        const isEnded = Atomics.load(state, STATE.ended) !== 0;
        if (Atomics.load(state, STATE.made) > taken) break;
        if (isEnded) return;
        onWait();
        pause(state, STATE.filled, filled);
      }
      const start = (taken % SLOTS) * CHUNK_BYTES;
      yield { chunk: bytes.subarray(start, start + lengths[taken % SLOTS]!), stored: stored[taken % SLOTS]! };
      Atomics.store(state, STATE.taken, taken + 1);
      if (Atomics.load(state, STATE.made) - taken - 1 <= SLOTS - BATCH) wake(state, STATE.freed);
    }
  }

  /** Tells the other side that no more chunks are wanted. */
  stop(): void {
    Atomics.store(this.memory.state, STATE.stopped, 1);
    wake(this.memory.state, STATE.freed);
  }
}
