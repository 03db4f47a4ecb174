import type { Progress } from '../../../shared/model/progress.ts';

import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';

export interface OpenSourceOptions {
  /** Where compressed archives are unpacked to; made when it is needed. Nothing is written elsewhere. */
  readonly cacheDir: string;
  /** The default ones when left out. */
  readonly limits?: Limits | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export const limitsOf = ({ limits = DEFAULT_LIMITS }: Pick<OpenSourceOptions, 'limits'>): Limits => limits;
