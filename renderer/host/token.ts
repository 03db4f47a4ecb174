const KEY = 'outcrop.token';

/** What the token is read from and kept in; a page's own. */
export interface TokenPlaces {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * Takes the token out of the address at once, so that it is in no bookmark, screenshot or history, and keeps it for
 * this tab, so that a reload works. An address that other users of the machine may have seen on a command line holds
 * a ticket instead, which is exchanged for the token and good only once.
 * @returns undefined when the page was opened without either, or with a ticket that is used up
 */
export async function takeToken({ location, history, storage, fetch }: TokenPlaces): Promise<string | undefined> {
  const given = new URLSearchParams(location.hash.slice(1));
  const ticket = given.get('ticket');
  let token = given.get('token');
  if (token || ticket) history.replaceState(null, '', location.pathname + location.search);
  if (ticket) token = await redeem(ticket, fetch);
  if (!token) return storage.getItem(KEY) ?? undefined;
  storage.setItem(KEY, token);
  return token;
}

async function redeem(ticket: string, fetch: TokenPlaces['fetch']): Promise<string | null> {
  const response = await fetch('ticket', { method: 'POST', body: ticket });
  if (!response.ok) return null;
  const { token } = (await response.json()) as { readonly token?: unknown };
  return typeof token === 'string' ? token : null;
}
