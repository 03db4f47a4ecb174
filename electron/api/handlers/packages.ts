import type { PackagesEvent } from '../../../shared/contract/packages.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { os, type Context } from '../context.ts';
import { loaded } from '../loaded.ts';
import { withProgress } from '../progress.ts';
import { requireWindow } from '../window-range.ts';

/** What is installed in an image. */
export const packagesHandlers = {
  read: os.packages.read.handler(async function* ({ context, input, signal }): AsyncGenerator<PackagesEvent, void> {
    const image = await loaded(context, input.image, signal);
    const { summary } = yield* withProgress((options) => image.packages(options), signal);
    yield { kind: 'ready', summary };
  }),

  list: os.packages.list.handler(async ({ context, input, signal }) => {
    requireWindow(input);
    return (await known(context, input.image, signal)).find(input.query, input.start, input.end);
  }),

  files: os.packages.files.handler(async ({ context, input, signal }) => {
    requireWindow(input);
    return (await known(context, input.image, signal)).files(input.id, input.start, input.end);
  }),
};

async function known(context: Context, image: string, signal: AbortSignal | undefined) {
  const { knownPackages } = await loaded(context, image, signal);
  if (!knownPackages) throw new OutcropError('stale', 'The package databases were not read yet; start that first.');
  return knownPackages;
}
