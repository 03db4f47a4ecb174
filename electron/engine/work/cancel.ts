/** A flag that a synchronous pass in another thread can poll: shared memory, since no message reaches a busy thread. */
export type CancelFlag = Int32Array<SharedArrayBuffer>;

export function createCancelFlag(): CancelFlag {
  return new Int32Array(new SharedArrayBuffer(4));
}

export function raise(flag: CancelFlag): void {
  Atomics.store(flag, 0, 1);
}

export function isRaised(flag: CancelFlag): boolean {
  return Atomics.load(flag, 0) !== 0;
}
