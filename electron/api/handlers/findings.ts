import { os } from '../context.ts';
import { loaded } from '../loaded.ts';
import { requireWindow } from '../window-range.ts';

/** What deserves a look. */
export const findingsHandlers = {
  list: os.findings.list.handler(async ({ context, input, signal }) => {
    requireWindow(input);
    const findings = await (await loaded(context, input.image, signal)).findings(signal);
    return findings.find(input.query, input.start, input.end);
  }),
};
