import { OutcropError } from '../../shared/errors.ts';
import type { DifferenceView, OpenedComparison } from '../engine/opened.ts';
import type { Session } from './session.ts';

/** Comparisons hold memory: two windows' worth is plenty for one connection. */
export const MAX_COMPARISONS = 8;
export const MAX_DIFFERENCE_VIEWS = 32;

/** The comparisons of one connection and their views; they go with it. */
export interface OpenComparisons {
  /** @throws OutcropError `too-large` @returns its name in this connection */
  add(comparison: OpenedComparison): string;
  /** @throws OutcropError `stale` */
  comparison(id: string): OpenedComparison;
  /** @throws OutcropError `too-large` */
  addView(view: DifferenceView, comparison: string): string;
  /** @throws OutcropError `stale` */
  view(id: string): DifferenceView;
  closeView(id: string): void;
  close(id: string): void;
}

const bySession = new WeakMap<Session, OpenComparisons>();

export function comparisonsOf(session: Session): OpenComparisons {
  const held = bySession.get(session) ?? createOpenComparisons();
  bySession.set(session, held);
  return held;
}

function createOpenComparisons(): OpenComparisons {
  const comparisons = new Map<string, OpenedComparison>();
  const views = new Map<string, { readonly view: DifferenceView; readonly comparison: string }>();
  let made = 0;
  return {
    add(comparison) {
      if (comparisons.size >= MAX_COMPARISONS)
        throw new OutcropError(
          'too-large',
          `This window has ${MAX_COMPARISONS} comparisons open, which is the limit; close one.`,
        );
      const id = `c${++made}`;
      comparisons.set(id, comparison);
      return id;
    },
    comparison(id) {
      const held = comparisons.get(id);
      if (!held) throw new OutcropError('stale', `Comparison ${id} was closed; compare the images again.`);
      return held;
    },
    addView(view, comparison) {
      if (views.size >= MAX_DIFFERENCE_VIEWS)
        throw new OutcropError(
          'too-large',
          `This window has ${MAX_DIFFERENCE_VIEWS} lists of differences open, which is the limit; close one.`,
        );
      const id = `d${++made}`;
      views.set(id, { view, comparison });
      return id;
    },
    view(id) {
      const held = views.get(id);
      if (!held) throw new OutcropError('stale', `The list ${id} was closed; open it again.`);
      return held.view;
    },
    closeView: (id) => void views.delete(id),
    close(id) {
      comparisons.delete(id);
      for (const [view, held] of views) if (held.comparison === id) views.delete(view);
    },
  };
}
