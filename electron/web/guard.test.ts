import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { bearer, createToken, isLoopback, isOurHost, isOurOrigin, isToken, protocolToken } from './guard.ts';

describe('Host', () => {
  const local = { port: 4000, remote: false };
  const remote = { port: 4000, remote: true };
  test.each([
    ['the loopback address', '127.0.0.1:4000', local, true],
    ['localhost, as ssh -L has it', 'localhost:4000', local, true],
    ['the loopback of IPv6', '[::1]:4000', local, true],
    ['another port', '127.0.0.1:4001', local, false],
    ['no port', '127.0.0.1', local, false],
    ['a name that an attacker points here', 'evil.example:4000', local, false],
    ['a name that begins with ours', '127.0.0.1.evil.example:4000', local, false],
    ['a name that ends with ours', 'evil.localhost:4000', local, false],
    ['an address of another machine', '192.0.2.7:4000', local, false],
    ['nothing', undefined, local, false],
    ['a user before it', 'x@127.0.0.1:4000', local, false],
    ['an address, when others may come', '192.0.2.7:4000', remote, true],
    ['this machine’s name, when others may come', `${hostname()}:4000`, remote, true],
    ['any other name, even when others may come', 'evil.example:4000', remote, false],
  ])('%s', (_, header, authority, ours) => expect(isOurHost(header, authority)).toBe(ours));
});

test.each([
  ['its own page', 'http://127.0.0.1:4000', true],
  ['no browser at all', undefined, true],
  ['another page on this machine', 'http://127.0.0.1:4001', false],
  ['the same host with TLS', 'https://127.0.0.1:4000', false],
  ['a page without an origin', 'null', false],
  ['a page of the web', 'http://evil.example', false],
])('Origin: %s', (_, origin, ours) =>
  expect(isOurOrigin({ host: '127.0.0.1:4000', ...(origin && { origin }) })).toBe(ours),
);

test('a token is 256 bits, and no two are the same', () => {
  const tokens = Array.from({ length: 100 }, createToken);
  expect(new Set(tokens).size).toBe(100);
  expect(tokens.every((token) => Buffer.from(token, 'base64url').length === 32)).toBe(true);
});

test.each([
  ['the token itself', 'secret', true],
  ['its beginning', 'secre', false],
  ['more than it', 'secretx', false],
  ['nothing', '', false],
  ['no token', undefined, false],
])('%s', (_, given, fits) => expect(isToken(given, 'secret')).toBe(fits));

test('no token does not fit an empty one', () => expect(isToken(undefined, '')).toBe(false));

test.each([
  ['a bearer', 'Bearer abc-_1', 'abc-_1'],
  ['another scheme', 'Basic abc', undefined],
  ['two words', 'Bearer a b', undefined],
  ['nothing', undefined, undefined],
])('Authorization: %s', (_, authorization, token) =>
  expect(bearer(authorization === undefined ? {} : { authorization })).toBe(token),
);

test.each([
  ['the protocol and the token', 'outcrop.1, t.abc', 'abc'],
  ['the token alone', 't.abc', undefined],
  ['the protocol alone', 'outcrop.1', undefined],
  ['nothing', undefined, undefined],
])('sub-protocols: %s', (_, offered, token) =>
  expect(protocolToken(offered === undefined ? {} : { 'sec-websocket-protocol': offered })).toBe(token),
);

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.evil.example', false],
])('%s is this machine only: %s', (host, only) => expect(isLoopback(host)).toBe(only));
