import { expect, test } from 'vitest';
import { appendedError } from './engine-error.ts';

test.each([
  ['after half a layer', `${'x'.repeat(1000)}{"message":"no space left"}\n`, 'no space left'],
  ['with control characters', '{"message":"a\\u001b[31mb\\nc"}', 'a [31mb c'],
  ['that is not the end', '{"message":"x"} and more', undefined],
  ['of another kind', '{"error":"x"}', undefined],
  ['in an ordinary tail', '\0'.repeat(1024), undefined],
])('an error %s', (_, tail, expected) => {
  expect(appendedError(Buffer.from(tail))).toBe(expected);
});
