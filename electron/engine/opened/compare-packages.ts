import { OutcropError } from '../../../shared/errors.ts';
import type { PackageComparison } from '../../../shared/model/packages.ts';
import type { WorkOptions } from '../opened.ts';
import type { ComparisonParts } from './comparison.ts';

/** Packages of both sides, read when they are first asked for. */
export interface ComparedPackages {
  readonly read: (options?: WorkOptions) => Promise<PackageComparison>;
  /** What was read so far. */
  readonly known: () => PackageComparison | undefined;
  /** Name of the package that owns a row of the union. */
  readonly ownerOf: (row: number) => string | undefined;
  /** @param key of a package; null for all */
  readonly filter: (key: string | null) => {
    readonly owner: Int32Array | undefined;
    readonly wanted: number | undefined;
  };
}

export function createPackages(_parts: ComparisonParts): ComparedPackages {
  return {
    read: async () => {
      throw new OutcropError('unsupported', 'Reading packages is not built yet; use a newer Outcrop.');
    },
    known: () => undefined,
    ownerOf: () => undefined,
    filter: (key) => ({ owner: undefined, wanted: key === null ? undefined : -1 }),
  };
}
