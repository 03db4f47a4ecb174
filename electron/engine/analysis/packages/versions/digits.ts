/** Runs of decimal digits of any length as numbers: no leading zeros count, then the longer is larger. */
export function compareDigits(a: string, b: string): number {
  const x = a.replace(/^0+/, '');
  const y = b.replace(/^0+/, '');
  return x.length - y.length || compareText(x, y);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The first difference of two lists, `fill` standing in where one is shorter. */
export function compareLists<T>(a: readonly T[], b: readonly T[], fill: T, compare: (a: T, b: T) => number): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = compare(a[i] ?? fill, b[i] ?? fill);
    if (order !== 0) return order;
  }
  return 0;
}
