const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/**
 * A size for people, as Docker and dive show them: powers of 1000, three significant digits, `1.98 MB`.
 * At most seven characters below 1000 EB.
 * @param bytes 0 or more; anything else is shown as it stands
 */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return String(bytes);
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  let value = bytes / 1000;
  let unit = 0;
  // 999.5 would round up to four digits, so it already belongs to the next unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(digitsAfterPoint(value))} ${UNITS[unit]}`;
}

/** The exact count beside the short one: `1,982,256 bytes`. */
export function formatExactBytes(bytes: number): string {
  const digits = String(bytes).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${digits} ${bytes === 1 ? 'byte' : 'bytes'}`;
}

function digitsAfterPoint(value: number): number {
  if (value < 9.995) return 2;
  return value < 99.95 ? 1 : 0;
}
