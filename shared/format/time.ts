/** Seconds on either side of the epoch that a `Date` can hold (ECMA-262, Time Values). */
const LAST_SECOND = 8_640_000_000_000;

/**
 * A tar's mtime as `YYYY-MM-DD HH:MM:SS` in UTC, so that every machine shows the same.
 * @param seconds since the epoch; a fraction is dropped, and what no calendar holds is shown as `@seconds`
 */
export function formatEpoch(seconds: number): string {
  if (!Number.isFinite(seconds) || Math.abs(seconds) > LAST_SECOND) return `@${seconds}`;
  return withoutZone(new Date(Math.floor(seconds) * 1000));
}

/**
 * A config's `created` as `YYYY-MM-DD HH:MM:SS` in UTC.
 * @param text RFC 3339; untrusted, so what does not parse comes back as it stands and must be escaped by the caller
 */
export function formatTimestamp(text: string): string {
  const milliseconds = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? text : withoutZone(new Date(milliseconds));
}

function withoutZone(date: Date): string {
  const text = date.toISOString();
  const day = text.indexOf('T');
  return `${text.slice(0, day)} ${text.slice(day + 1, day + 9)}`;
}
