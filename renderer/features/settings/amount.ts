const UNITS: readonly (readonly [name: string, bytes: number])[] = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
];

/** An amount as it may be typed again, to the last unit: `4 GiB`, `1,500 bytes` without the word. */
export function amountText(value: number, unit: string): string {
  const [name, bytes] = (unit === 'bytes' && UNITS.find(([, size]) => value >= size && value % size === 0)) || ['', 1];
  const number = (value / bytes).toLocaleString('en-US');
  return name === '' ? number : `${number} ${name}`;
}

/** Reads `5,000,000`, `4 GiB`, `1.5 gb`. @returns null for what is no whole amount */
export function parseAmount(text: string, unit: string): number | null {
  const [, digits = '', name = ''] = /^\s*([\d,_ ]*\.?\d+)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  if (digits === '') return null;
  const number = Number(digits.replaceAll(/[,_ ]/g, ''));
  const value = number * (name === '' || unit !== 'bytes' ? 1 : (bytesOf(name) ?? Number.NaN));
  if (name !== '' && unit !== 'bytes') return null;
  return Number.isSafeInteger(Math.round(value)) && Number.isFinite(value) ? Math.round(value) : null;
}

function bytesOf(name: string): number | undefined {
  const wanted = name.toLowerCase();
  if (wanted === 'b' || wanted === 'bytes') return 1;
  return UNITS.find(([unit]) => unit.toLowerCase() === wanted || unit.toLowerCase() === `${wanted}b`)?.[1];
}
