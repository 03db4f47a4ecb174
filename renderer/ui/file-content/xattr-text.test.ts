import { expect, test } from 'vitest';
import { xattrText } from './xattr-text.ts';

const base64 = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));

test.each([
  [
    'a capability is written as getcap does',
    'security.capability',
    base64(1, 0, 0, 2, 0, 4, 0, 0, ...Array<number>(12).fill(0)),
    'cap_net_bind_service=ep',
  ],
  ['a broken capability is hex', 'security.capability', base64(1, 2), '0x0102'],
  ['text is text', 'user.comment', btoa('made by us'), 'made by us'],
  ['the zero of C is left out', 'security.selinux', btoa('system_u:object_r:bin_t:s0\0'), 'system_u:object_r:bin_t:s0'],
  ['bytes are hex', 'user.blob', base64(0, 255), '0x00ff'],
  ['nothing is nothing', 'user.empty', '', ''],
])('%s', (_, name, value, text) => expect(xattrText(name, value)).toBe(text));
