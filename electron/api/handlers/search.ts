import type { SearchEvent } from '../../../shared/contract/search.ts';
import { os } from '../context.ts';
import { inParts } from '../in-parts.ts';
import { withProgress } from '../progress.ts';
import { requireWindow } from '../window-range.ts';

/** Names and contents across all layers. A search belongs to the connection that started it. */
export const searchHandlers = {
  start: os.search.start.handler(async function* ({ context, input, signal }): AsyncGenerator<SearchEvent, void> {
    const { sources, session } = context;
    const image = await sources.image(input.image, session).load(signal ? { signal } : {});
    const search = image.search(input.query);
    yield { kind: 'started', search: session.searches.add(search, input.image) };
    const steps = withProgress((options) => search.run(options), signal);
    try {
      let step = await steps.next();
      for (; !step.done; step = await steps.next()) yield { ...step.value, state: search.state };
      yield { kind: 'done', state: step.value };
    } finally {
      // Without this a reader that goes away between two steps would leave the work running.
      await steps.return(undefined as never);
    }
  }),

  hits: os.search.hits.handler(({ context: { session }, input }) => {
    requireWindow(input);
    const search = session.searches.get(input.search);
    return { state: search.state, start: input.start, hits: search.hits(input.start, input.end) };
  }),

  text: os.search.text.handler(async function* ({ context: { session }, input, signal }) {
    for await (const text of inParts(session.searches.get(input.search).text(input.format))) {
      if (signal?.aborted) return;
      yield text;
    }
  }),

  close: os.search.close.handler(({ context: { session }, input }) => {
    session.searches.drop(input.search);
    return null;
  }),
};
