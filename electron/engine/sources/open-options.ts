import type { Progress } from '../../../shared/model/progress.ts';

export interface OpenSourceOptions {
  /** Where compressed archives are unpacked to; made when it is needed. Nothing is written elsewhere. */
  readonly cacheDir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
