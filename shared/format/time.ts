/** Seconds. */
const DAY = 86_400;

/** Seconds on either side of the epoch that a `Date` can hold (ECMA-262, Time Values). */
const LAST_SECOND = 8_640_000_000_000;

/**
 * A tar's mtime as `YYYY-MM-DD HH:MM:SS` in UTC, so that every machine shows the same.
 * @param seconds since the epoch; a fraction is dropped, and what no calendar holds is shown as `@seconds`
 */
export function formatEpoch(seconds: number): string {
  if (!Number.isFinite(seconds) || Math.abs(seconds) > LAST_SECOND) return `@${seconds}`;
  const second = Math.floor(seconds);
  const day = Math.floor(second / DAY);
  const inDay = second - day * DAY;
  return `${dayText(day)} ${two(inDay / 3600)}:${two((inDay / 60) % 60)}:${two(inDay % 60)}`;
}

/** What lies side by side in an image is mostly of one day; asking the calendar for each of a million files takes a second. */
let lastDay = { day: 0, text: '1970-01-01' };

/** @param day since the epoch */
function dayText(day: number): string {
  if (day !== lastDay.day) {
    const text = new Date(day * DAY * 1000).toISOString();
    lastDay = { day, text: text.slice(0, text.indexOf('T')) };
  }
  return lastDay.text;
}

/** Two digits of the whole part. */
function two(value: number): string {
  const whole = Math.floor(value);
  return whole < 10 ? `0${whole}` : String(whole);
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
