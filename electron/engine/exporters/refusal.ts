import type { SkipReason } from '../../../shared/model/export.ts';

/** One entry was not written, and the rest goes on. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: SkipReason;

  /** @param detail one sentence */
  constructor(reason: SkipReason, detail: string, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}
