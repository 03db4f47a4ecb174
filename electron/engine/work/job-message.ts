import type { WireError } from '../../../shared/errors.ts';
import type { CancelFlag } from './cancel.ts';
import type { JobName } from './jobs.ts';

/** To a worker. */
export interface JobRequest {
  readonly id: number;
  readonly name: JobName;
  readonly input: unknown;
  readonly cancel: CancelFlag;
}

/** From a worker. */
export type JobReply = { readonly id: number; readonly kind: 'progress'; readonly done: number } | LastReply;

export type LastReply =
  | { readonly id: number; readonly kind: 'done'; readonly output: unknown }
  | { readonly id: number; readonly kind: 'failed'; readonly error: WireError; readonly stack?: string };
