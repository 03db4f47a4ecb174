import { MAX_REPORT_CHARS, type CompareEvent, type SimilarEvent } from '../../../shared/contract/compare.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { os } from '../context.ts';
import { comparisonsOf } from '../open-comparisons.ts';
import { withProgress } from '../progress.ts';
import { requireWindow } from '../window-range.ts';

/** Two images side by side. A comparison belongs to the connection that opened it. */
export const compareHandlers = {
  open: os.compare.open.handler(async function* ({ context, input, signal }): AsyncGenerator<CompareEvent, void> {
    const { engine, sources, session } = context;
    const { before, after } = input;
    for (const { image } of [before, after]) sources.image(image, session);
    const opened = yield* withProgress((options) => engine.compare(before, after, options), signal);
    for (const path of await context.reviewed.of(opened.comparison)) {
      const id = opened.lookup(path);
      if (id !== undefined) opened.review(id, true);
    }
    const compare = comparisonsOf(session).add(opened);
    yield { kind: 'ready', compare, comparison: opened.comparison, reviewed: opened.reviewed.progress() };
  }),

  packages: os.compare.packages.handler(({ context: { session }, input, signal }) =>
    comparisonsOf(session)
      .comparison(input.compare)
      .packages(signal ? { signal } : {}),
  ),
  similar: os.compare.similar.handler(async function* ({ context, input, signal }): AsyncGenerator<SimilarEvent, void> {
    const compared = comparisonsOf(context.session).comparison(input.compare);
    yield { kind: 'ready', found: yield* withProgress((options) => compared.pairSimilar(options), signal) };
  }),
  sizes: os.compare.sizes.handler(({ context: { session }, input, signal }) =>
    comparisonsOf(session)
      .comparison(input.compare)
      .sizes(signal ? { signal } : {}),
  ),
  path: os.compare.path.handler(({ context: { session }, input, signal }) =>
    comparisonsOf(session).comparison(input.compare).path(input.pathID, signal),
  ),
  content: os.compare.content.handler(({ context: { session }, input, signal }) =>
    comparisonsOf(session).comparison(input.compare).content(input.pathID, signal),
  ),
  members: os.compare.members.handler(({ context: { session }, input: { compare, pathID, start, end }, signal }) => {
    requireWindow({ start, end });
    return comparisonsOf(session).comparison(compare).members(pathID, start, end, signal);
  }),
  review: os.compare.review.handler(async ({ context: { session, reviewed }, input }) => {
    const opened = comparisonsOf(session).comparison(input.compare);
    const progress = opened.review(input.pathID, input.reviewed);
    await reviewed.keep(opened.comparison, opened.reviewed.paths());
    return progress;
  }),
  lookup: os.compare.lookup.handler(
    ({ context: { session }, input }) => comparisonsOf(session).comparison(input.compare).lookup(input.path) ?? null,
  ),

  report: os.compare.report.handler(({ context: { session }, input }) => {
    let text = '';
    for (const part of comparisonsOf(session).comparison(input.compare).report(input.format)) {
      text += part;
      if (text.length > MAX_REPORT_CHARS)
        throw new OutcropError(
          'too-large',
          `The report is longer than ${MAX_REPORT_CHARS} characters; write it with “outcrop compare --report ${input.format}”.`,
        );
    }
    return text;
  }),

  close: os.compare.close.handler(({ context: { session }, input }) => {
    comparisonsOf(session).close(input.compare);
    return null;
  }),

  view: {
    open: os.compare.view.open.handler(async ({ context: { session }, input, signal }) => {
      const held = comparisonsOf(session);
      const view = await held.comparison(input.compare).openView(input.spec, signal);
      return { view: held.addView(view, input.compare), state: view.state };
    }),
    change: os.compare.view.change.handler(({ context: { session }, input, signal }) =>
      comparisonsOf(session).view(input.view).change(input.spec, signal),
    ),
    rows: os.compare.view.rows.handler(({ context: { session }, input: { view, start, end } }) => {
      requireWindow({ start, end });
      return comparisonsOf(session).view(view).rows(start, end);
    }),
    toggle: os.compare.view.toggle.handler(({ context: { session }, input }) =>
      comparisonsOf(session).view(input.view).toggle(input.pathID, input.expanded),
    ),
    expandAll: os.compare.view.expandAll.handler(({ context: { session }, input }) =>
      comparisonsOf(session).view(input.view).expandAll(),
    ),
    collapseAll: os.compare.view.collapseAll.handler(({ context: { session }, input }) =>
      comparisonsOf(session).view(input.view).collapseAll(),
    ),
    reveal: os.compare.view.reveal.handler(({ context: { session }, input }) =>
      comparisonsOf(session).view(input.view).reveal(input.pathID),
    ),
    findName: os.compare.view.findName.handler(({ context: { session }, input }) =>
      comparisonsOf(session).view(input.view).findName(input.text, input.from),
    ),
    next: os.compare.view.next.handler(({ context: { session }, input }) =>
      comparisonsOf(session).view(input.view).next(input.from, input.backward),
    ),
    close: os.compare.view.close.handler(({ context: { session }, input }) => {
      comparisonsOf(session).closeView(input.view);
      return null;
    }),
  },
};
