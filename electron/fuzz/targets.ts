import { compressionTarget } from './compression-target.ts';
import { contractTarget } from './contract-target.ts';
import { documentsTarget } from './documents-target.ts';
import { tarTarget } from './tar-target.ts';
import type { FuzzTarget } from './target.ts';
import { unionTarget } from './union-target.ts';
import { ztocTarget } from './ztoc-target.ts';

/** Everything that takes untrusted input. */
export const TARGETS: readonly FuzzTarget[] = [
  tarTarget,
  compressionTarget,
  documentsTarget,
  unionTarget,
  contractTarget,
  ztocTarget,
];
