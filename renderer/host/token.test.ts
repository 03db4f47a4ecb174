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
    addresses,
    store,
  };
}

test('the token leaves the address and stays for a reload', () => {
  const first = page('#token=abc-_1');
  expect(takeToken(first)).toBe('abc-_1');
  expect(first.addresses).toEqual(['/?lang=zh']);
  expect(takeToken(page('', first.store.get('outcrop.token')))).toBe('abc-_1');
});

test.each([
  ['a new address wins over what was kept', '#token=new', 'old', 'new'],
  ['another fragment is no token', '#/files', 'old', 'old'],
  ['an empty token is none', '#token=', undefined, undefined],
  ['nothing at all', '', undefined, undefined],
])('%s', (_, hash, kept, expected) => expect(takeToken(page(hash, kept))).toBe(expected));
