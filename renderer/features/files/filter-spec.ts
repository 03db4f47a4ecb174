import type { PatternKind } from '../../../shared/model/pattern.ts';
import type { ViewSpec } from '../../../shared/model/view.ts';

/** What is typed between slashes is a regular expression, unless a glob is chosen. `/etc/` is one too. */
const SLASHED = /^\/(.+)\/$/;

/**
 * How the engine is asked for what was typed.
 * @param chosen the kind in force for anything but `/regex/`
 */
export function filterOf(typed: string, chosen: PatternKind): Required<Pick<ViewSpec, 'filter' | 'pattern'>> {
  const source = chosen === 'glob' ? undefined : SLASHED.exec(typed)?.[1];
  return source === undefined ? { filter: typed, pattern: chosen } : { filter: source, pattern: 'regex' };
}
