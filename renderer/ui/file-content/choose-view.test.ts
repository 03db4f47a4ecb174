import { expect, test } from 'vitest';
import { chooseContent } from './choose-view.ts';

const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const u32 = (value: number) =>
  String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);

const png = `\x89PNG\r\n\x1a\n${u32(13)}IHDR${u32(640)}${u32(480)}\x08\x06`;
const gif = 'GIF89a\x10\x00\x20\x00';
const jpeg = `\xff\xd8\xff\xe0\x00\x10JFIF\x00${'\0'.repeat(9)}\xff\xc0\x00\x11\x08\x01\x00\x02\x00\x03`;
const webp = `RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x7f\x02\x00\xdf\x01\x00`;
const lossless = `RIFF\x00\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f\x7f\xc2\x77\x00${'\0'.repeat(8)}`;
const avif = `${u32(32)}ftypavif${u32(0)}....${u32(20)}ispe${u32(0)}${u32(64)}${u32(64)}${u32(20)}ispe${u32(0)}${u32(800)}${u32(600)}`;

test.each([
  ['a PNG', png, 'image/png', 640, 480],
  ['a GIF', gif, 'image/gif', 16, 32],
  ['a JPEG, behind its JFIF segment', jpeg, 'image/jpeg', 512, 256],
  ['an extended WebP', webp, 'image/webp', 640, 480],
  ['a lossless WebP', lossless, 'image/webp', 640, 480],
  ['an AVIF, by its largest picture', avif, 'image/avif', 800, 600],
])('%s is a picture of its size', (_, head, kind, width, height) =>
  expect(chooseContent(latin1(head), false)).toEqual({ kind: 'image', image: { kind, width, height } }),
);

test.each([
  ['an ELF program', '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0', { kind: 'binary', what: 'ELF' }],
  ['a gzip file', `\x1f\x8b\x08\0${'\x9c\xd3'.repeat(8)}`, { kind: 'binary', what: 'gzip' }],
  ['zeros', '\0'.repeat(32), { kind: 'binary', what: null }],
  ['SVG is text, never a picture', '<svg xmlns="x"/>', { kind: 'text', encoding: 'utf-8', bom: 0 }],
  ['the letters BZ alone are text', 'BZ top\n', { kind: 'text', encoding: 'utf-8', bom: 0 }],
])('%s', (_, head, expected) => expect(chooseContent(latin1(head), true)).toEqual(expected));

test.each(['\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF89a', 'RIFF....WEBPVP8X'])(
  'a picture cut inside its head does not throw: %j',
  (head) => expect(() => chooseContent(latin1(head), true)).not.toThrow(),
);
