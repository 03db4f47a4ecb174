/** The last part of a path; the root is its own name. */
export function nameOf(path: string): string {
  return path === '/' ? '/' : path.slice(path.lastIndexOf('/') + 1);
}

/** A name for a saved file: no character that a file system or a shell reads as more than a character. */
export function fileNameFor(path: string): string {
  const name = nameOf(path).replaceAll(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '_');
  return /^\.*$/.test(name) ? 'file' : name;
}
