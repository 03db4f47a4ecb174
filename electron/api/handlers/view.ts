import { MAX_WINDOW_ROWS } from '../../../shared/contract/contract.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { os } from '../context.ts';
import { shown } from '../loaded.ts';

/** The rows of a tree grid, window by window. A view belongs to the connection that opened it. */
export const viewHandlers = {
  open: os.view.open.handler(async ({ context, input: { image, spec }, signal }) => {
    const of = await shown(context, image, signal);
    const view = await of.openView(spec, signal);
    return { view: context.session.addView({ view, of }, image), state: view.state };
  }),

  change: os.view.change.handler(async ({ context, input, signal }) => {
    const { view, of, image } = context.session.heldView(input.view);
    const now = await shown(context, image, signal);
    if (now === of) return view.change(input.spec, signal);
    // The image was read since; the view was of what its layers claimed.
    const next = await now.openView(input.spec, signal, view);
    context.session.replaceView(input.view, { view: next, of: now });
    return next.state;
  }),

  rows: os.view.rows.handler(({ context: { session }, input: { view, start, end } }) => {
    if (end < start || end - start > MAX_WINDOW_ROWS)
      throw new OutcropError('bad-request', `Rows ${start} to ${end}: ask for 0 to ${MAX_WINDOW_ROWS} rows at a time.`);
    return session.view(view).rows(start, end);
  }),

  toggle: os.view.toggle.handler(({ context: { session }, input }) =>
    session.view(input.view).toggle(input.pathID, input.expanded),
  ),
  expandAll: os.view.expandAll.handler(({ context: { session }, input }) => session.view(input.view).expandAll()),
  collapseAll: os.view.collapseAll.handler(({ context: { session }, input }) => session.view(input.view).collapseAll()),
  reveal: os.view.reveal.handler(({ context: { session }, input }) => session.view(input.view).reveal(input.pathID)),
  findName: os.view.findName.handler(({ context: { session }, input }) =>
    session.view(input.view).findName(input.text, input.from),
  ),

  close: os.view.close.handler(({ context: { session }, input }) => {
    session.closeView(input.view);
    return null;
  }),
};
