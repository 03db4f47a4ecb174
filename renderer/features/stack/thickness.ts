/** Pixels: two lines of text fit. */
export const THINNEST = 40;
/** Pixels: a layer of a gibibyte or more. */
export const THICKEST = 104;
const SMALLEST_POWER = 12;
const LARGEST_POWER = 30;

/**
 * How thick a layer is drawn: each doubling between 4 KiB and 1 GiB adds the same, so that two images can be compared
 * by eye.
 * @param bytes of content; null when not known yet
 * @returns whole pixels
 */
export function thickness(bytes: number | null): number {
  if (bytes === null || bytes <= 0) return THINNEST;
  const part = (Math.log2(bytes) - SMALLEST_POWER) / (LARGEST_POWER - SMALLEST_POWER);
  return Math.round(THINNEST + (THICKEST - THINNEST) * Math.min(Math.max(part, 0), 1));
}
