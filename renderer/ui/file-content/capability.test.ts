import { expect, test } from 'vitest';
import { describeCapability } from './capability.ts';

const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The first six are what `setcap` (libcap 2.66) stored and what `getcap` printed for it; the last two are made by hand. */
test.each([
  ['one capability, effective', '0100000200040000000000000000000000000000', 'cap_net_bind_service=ep'],
  [
    'two capabilities, effective',
    '0100000200340000000000000000000000000000',
    'cap_net_bind_service,cap_net_admin,cap_net_raw=ep',
  ],
  ['permitted only', '0000000200200000000000000000000000000000', 'cap_net_raw=p'],
  ['inheritable and permitted', '0100000200200000002000000000000000000000', 'cap_net_raw=eip'],
  ['a capability of the second word', '0100000200000000000000008000000000000000', 'cap_bpf=ep'],
  [
    'revision 3 names the root of its user namespace',
    '010000030020000000000000000000000000000064000000',
    'cap_net_raw=ep [rootid=100]',
  ],
  ['a number without a name stays a number', '0000000200000000000000000000008000000000', '63=p'],
  ['no capability at all', '0000000200000000000000000000000000000000', '='],
])('%s', (_, stored, text) => expect(describeCapability(hex(stored))).toBe(text));

test.each([
  ['too short', '01000002'],
  ['an unknown revision', '0100000900200000000000000000000000000000'],
  ['a length of another revision', '010000020020000000000000'],
])('%s is no capability', (_, stored) => expect(describeCapability(hex(stored))).toBeUndefined());
