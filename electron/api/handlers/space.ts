import type { DuplicatesEvent } from '../../../shared/contract/space.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { os } from '../context.ts';
import { loaded } from '../loaded.ts';
import { withProgress } from '../progress.ts';
import { requireWindow } from '../window-range.ts';

/** Where the bytes of an image are. */
export const spaceHandlers = {
  summary: os.space.summary.handler(async ({ context, input, signal }) =>
    (await loaded(context, input.image, signal)).space.summary(signal && { signal }),
  ),

  tree: os.space.tree.handler(async ({ context, input: { image, pathID, mode, depth, limit }, signal }) =>
    (await loaded(context, image, signal)).space.tree({ path: pathID, mode, depth, limit }, signal),
  ),

  hiddenGroups: os.space.hiddenGroups.handler(async ({ context, input, signal }) =>
    (await loaded(context, input.image, signal)).space.hiddenGroups(),
  ),

  hidden: os.space.hidden.handler(async ({ context, input, signal }) => {
    requireWindow(input);
    return (await loaded(context, input.image, signal)).space.hidden(input.query, input.start, input.end);
  }),

  duplicates: os.space.duplicates.handler(async function* ({
    context,
    input,
    signal,
  }): AsyncGenerator<DuplicatesEvent, void> {
    const { space } = await loaded(context, input.image, signal);
    const { summary } = yield* withProgress((options) => space.duplicates(options), signal);
    yield { kind: 'ready', summary };
  }),

  duplicateGroups: os.space.duplicateGroups.handler(async ({ context, input, signal }) => {
    requireWindow(input);
    const { knownDuplicates } = (await loaded(context, input.image, signal)).space;
    if (!knownDuplicates) throw new OutcropError('stale', 'Duplicates were not looked for yet; start that first.');
    return knownDuplicates.groups(input.start, input.end);
  }),
};
