import { expect, test } from 'vitest';
import { mayBeTold } from './content-teller.ts';

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

test.each([
  ['a program', '\x7fELF\x02\x01', true],
  ['a zip', 'PK\x03\x04', true],
  ['a gzip', '\x1f\x8b\x08', true],
  ['a certificate in DER', '\x30\x82\x01', true],
  ['a tar, by what stands at byte 257', `${'\0'.repeat(257)}ustar`, true],
  ['a certificate behind a comment', '# root\n-----BEGIN CERTIFICATE-----', true],
  ['text', 'root:x:0:0', false],
  ['a picture', '\x89PNG\r\n', false],
  ['nothing', '', false],
])('the engine is asked about %s: %s', (_, head, expected) => expect(mayBeTold(bytes(head))).toBe(expected));
