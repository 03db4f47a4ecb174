/** Places kept; the oldest goes first. */
const MOST_PLACES = 100;
/** A place left sooner than this was passed, not visited: holding an arrow key is one walk. */
export const PASSING_MS = 700;

/** The places visited, in order, and the one that is shown. */
export interface Trail<Place> {
  readonly places: readonly Place[];
  /** Index of the place that is shown, base 0; −1 for an empty trail. */
  readonly at: number;
  /** When it was come to, in milliseconds of any one clock. */
  readonly since: number;
}

export const EMPTY_TRAIL: Trail<never> = { places: [], at: -1, since: Number.NEGATIVE_INFINITY };

/**
 * Comes to a place: what lay ahead is forgotten, as in a browser.
 * @param passes whether a place that was only passed gives way to this one
 */
export function visit<Place>(
  trail: Trail<Place>,
  place: Place,
  now: number,
  passes: (before: Place, next: Place) => boolean,
): Trail<Place> {
  const current = trail.places[trail.at];
  const passed = current !== undefined && now - trail.since < PASSING_MS && passes(current, place);
  const behind = trail.places.slice(0, trail.at + (passed ? 0 : 1));
  const places = [...behind, place].slice(-MOST_PLACES);
  return { places, at: places.length - 1, since: now };
}

/** The place shown was a visit, however short: who goes on by name, and not by arrow key, means to come back. */
export function stayed<Place>(trail: Trail<Place>): Trail<Place> {
  return { ...trail, since: Number.NEGATIVE_INFINITY };
}

/** @param by −1 for back, 1 for forward @returns undefined when there is nothing that way */
export function step<Place>(trail: Trail<Place>, by: -1 | 1): { trail: Trail<Place>; place: Place } | undefined {
  const at = trail.at + by;
  const place = trail.places[at];
  // A place that was gone back to stays: what follows is a new visit.
  return place === undefined ? undefined : { place, trail: stayed({ ...trail, at }) };
}
