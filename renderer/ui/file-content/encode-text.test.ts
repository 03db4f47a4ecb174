import { expect, test } from 'vitest';
import { encodeText } from './encode-text.ts';
import { createPageDecoder, guessEncoding } from '../../../shared/format/text-encoding.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
/** @param little small end first */
function utf16(text: string, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), little);
  return new Uint8Array(view.buffer);
}

test.each([
  ['UTF-8', utf8('naïve\n')],
  ['UTF-8 with a mark', utf8('\uFEFFnaïve\n')],
  ['UTF-16, small end first', utf16('\uFEFFnaïve €', true)],
  ['UTF-16, big end first', utf16('\uFEFFnaïve €', false)],
  ['UTF-16 without a mark', utf16('plain text', true)],
  ['Windows-1252', Uint8Array.from('café naïve plain words \n', (character) => character.charCodeAt(0))],
])('%s that is read and written again has the same bytes', (_, bytes) => {
  const guess = guessEncoding(bytes, true);
  if (guess.kind === 'binary') throw new Error('taken for binary');
  const text = createPageDecoder(guess.encoding)(bytes, true);
  const again = encodeText(text, guess.encoding, guess.bom);
  expect(again).toEqual(bytes);
});

test('a character that the encoding lacks is named', () => {
  expect(encodeText('ok 汉', 'latin1', 0)).toEqual({ kind: 'no-bytes', character: '汉' });
});
