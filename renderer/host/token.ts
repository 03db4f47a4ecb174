const KEY = 'outcrop.token';

/** What the token is read from and kept in; a page's own `location`, `history` and `sessionStorage`. */
export interface TokenPlaces {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
}

/**
 * Takes the token out of the address at once, so that it is in no bookmark, screenshot or history, and keeps it for
 * this tab, so that a reload works.
 * @returns undefined when the page was opened without one
 */
export function takeToken({ location, history, storage }: TokenPlaces): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    storage.setItem(KEY, token);
    return token;
  }
  return storage.getItem(KEY) ?? undefined;
}
