import { MAX_WINDOW_ROWS } from '../../shared/contract/contract.ts';
import { OutcropError } from '../../shared/errors.ts';

/** Refuses what no screen shows at once. @throws OutcropError `bad-request` */
export function requireWindow({ start, end }: { readonly start: number; readonly end: number }): void {
  if (end < start || end - start > MAX_WINDOW_ROWS)
    throw new OutcropError('bad-request', `Rows ${start} to ${end}: ask for 0 to ${MAX_WINDOW_ROWS} rows at a time.`);
}
