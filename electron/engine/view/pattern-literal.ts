/** Shorter ones are in most names. */
const LEAST_LENGTH = 2;

/**
 * Text that every name which a glob matches holds: looking for bytes first spares nearly all names the regular
 * expression, which costs a hundred times as much.
 * @returns undefined when there is none that is sure
 */
export function literalOfGlob(glob: string): string | undefined {
  const name = glob.replace(/\/$/, '').split('/').at(-1) ?? '';
  // `**` crosses folders, so what stands beside it may lie in the name of one; escapes and classes are left alone.
  if (name.includes('**') || /[\\[\]]/.test(name)) return undefined;
  return longest(name.split(/[*?]/));
}

/**
 * The same of a regular expression and the names of a path, each of its own. Only plain ones are looked into.
 * @param ignoreCase letters that other characters than ASCII ones fold to (K and the sign for Kelvin) then end a run
 */
export function literalOfRegex(source: string, ignoreCase: boolean): string | undefined {
  if (/[|()[\]{}\\]/.test(source)) return undefined;
  // What a quantifier follows may be left out.
  const needed = source.replaceAll(/.[*?]+/gu, '*').replaceAll(/[+^$.]/g, '*');
  return longest(needed.split(ignoreCase ? /[*/ks]|[^\x20-\x7e]/i : /[*/]/));
}

function longest(runs: readonly string[]): string | undefined {
  const best = runs.reduce((one, other) => (other.length > one.length ? other : one), '');
  return best.length >= LEAST_LENGTH ? best : undefined;
}
