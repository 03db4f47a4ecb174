import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { failureOf, isOutcropError, outcropError, wireErrorOf } from './outcrop-error.ts';

const stale = { code: 'stale', message: 'This image is not open any more.' } as const;

test.each([
  ['what the contract declares', outcropError(stale), true],
  ['another error of the library', new ORPCError('BAD_REQUEST'), false],
  ['one with our code and no data', new ORPCError('OUTCROP'), false],
  ['any other error', new Error('x'), false],
  ['no error', undefined, false],
])('%s: %s', (_, error, ours) => expect(isOutcropError(error)).toBe(ours));

test.each([
  ['ours keeps its code', outcropError(stale), stale],
  ['an abort is cancelled', new DOMException('x', 'AbortError'), { code: 'cancelled', message: 'Cancelled.' }],
  ['a defect says its message', new TypeError('no'), { code: 'internal', message: 'no' }],
  ['a thrown word, too', 'word', { code: 'internal', message: 'word' }],
])('%s', (_, error, wire) => expect(wireErrorOf(error)).toEqual(wire));

test.each([
  ['an answer with an error', Response.json({ error: stale }, { status: 410 }), 'stale'],
  ['an answer of another program', new Response('<html>', { status: 502 }), 'internal'],
  ['an answer with a word', Response.json('no', { status: 500 }), 'internal'],
])('%s', async (_, response, code) => expect((await failureOf(response)).data.code).toBe(code));
