/** People leave the first slash out and put one at the end; the engine's paths have neither habit. */
export function absolutePath(path: string): string {
  return `/${path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`;
}
