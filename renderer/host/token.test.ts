import { expect, test } from 'vitest';
import { takeToken } from './token.ts';

function page(hash: string, kept?: string) {
  const store = new Map(kept === undefined ? [] : [['outcrop.token', kept]]);
  const addresses: string[] = [];
  return {
    location: { hash, pathname: '/', search: '?lang=zh' },
    history: { replaceState: (_state: unknown, _title: string, address: string) => void addresses.push(address) },
    storage: {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, value: string) => void store.set(key, value),
    },
    fetch: async (_url: string, { body }: RequestInit) =>
      body === 'good' ? Response.json({ token: 'exchanged' }) : new Response('', { status: 401 }),
    addresses,
    store,
  };
}

test('the token leaves the address and stays for a reload', async () => {
  const first = page('#token=abc-_1');
  expect(await takeToken(first)).toBe('abc-_1');
  expect(first.addresses).toEqual(['/?lang=zh']);
  expect(await takeToken(page('', first.store.get('outcrop.token')))).toBe('abc-_1');
});

test.each([
  ['a new address wins over what was kept', '#token=new', 'old', 'new'],
  ['another fragment is no token', '#/files', 'old', 'old'],
  ['a ticket is exchanged', '#ticket=good', undefined, 'exchanged'],
  ['a used ticket is no token', '#ticket=used', undefined, undefined],
  ['after a reload of the browser the used ticket does no harm', '#ticket=used', 'old', 'old'],
  ['an empty token is none', '#token=', undefined, undefined],
  ['nothing at all', '', undefined, undefined],
])('%s', async (_, hash, kept, expected) => expect(await takeToken(page(hash, kept))).toBe(expected));

test('a ticket leaves the address, too', async () => {
  const first = page('#ticket=good');
  await takeToken(first);
  expect([first.addresses, first.store.get('outcrop.token')]).toEqual([['/?lang=zh'], 'exchanged']);
});
