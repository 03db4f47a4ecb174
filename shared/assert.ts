/** Proves at compile time that every kind of a union was handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}

/** States a fact that the code around it guarantees; failing is a defect of Outcrop, never of its input. */
export function invariant(condition: unknown, fact: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${fact}`);
}
