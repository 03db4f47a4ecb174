import { expect, test } from 'vitest';
import { fileKind } from './file-kind.ts';

test.each([
  ['file', 'libssl.so.3', 'lib', 'library'],
  ['file', 'libc.so', 'lib', 'library'],
  ['file', 'busybox', 'bin', 'program'],
  ['file', 'deploy.sh', 'bin', 'code'],
  ['file', 'README.MD', 'doc', 'text'],
  ['file', '.gz', 'tmp', 'other'],
  ['file', 'noending', 'srv', 'other'],
  ['file', 'layer.tar', undefined, 'archive'],
  ['dir', 'lib.so', 'usr', null],
] as const)('a %s named %s in %s is %s', (type, name, folder, kind) =>
  expect(fileKind({ type, name }, folder)).toBe(kind),
);
