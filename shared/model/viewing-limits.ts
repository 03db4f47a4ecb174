/** What the window shows of one file, by the names of the limits that may be set; these hold when none is. */
export const VIEWING_LIMITS = {
  /** Bytes shown as text: more makes every step of the editor slow. What follows shows as hex. */
  'text-bytes': 32 * 2 ** 20,
  'picture-bytes': 8 * 2 ** 20,
  /** Decoded pixels take four bytes each; a small file may claim thousands of millions. */
  'picture-pixels': 50_000_000,
} as const;

export type ViewingLimits = Readonly<Record<keyof typeof VIEWING_LIMITS, number>>;
