/** The scheme that serves the window. Never `file:`, which could read the disk. */
export const SCHEME = 'app';
const HOST = 'outcrop';
/** The one page there is. */
export const PAGE = `${SCHEME}://${HOST}/index.html`;

/** Whether a URL is of our own page. `URL.origin` is no help: it is `null` for a scheme the web does not know. */
export function isOurs(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === `${SCHEME}:` && parsed.host === HOST;
}
