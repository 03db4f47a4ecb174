import type { Limits } from '../limits/limits.ts';
import type { Warning } from '../../../shared/model/warning.ts';

export const MERGE_WARNINGS = {
  'duplicate-entry': 'has this path more than once; the last entry counts, though some tools take the first.',
  'clamped-to-root':
    'has a name that climbs out of the root; it is read as a path inside it, as container runtimes do.',
  'root-not-directory': 'has an entry for the root that is not a directory; it is left out.',
  'parent-not-directory': 'has an entry below something that is not a directory; a directory takes its place.',
  'symlink-loop': 'has an entry below symbolic links that lead in a circle or too far; it is left out.',
  'invalid-whiteout': 'has a whiteout that names nothing; it hides nothing, though some tools delete the folder.',
  'aufs-metadata': 'holds bookkeeping of the AUFS storage driver; it is not content.',
  'whiteout-prefixed-directory':
    'has an entry in a folder whose name looks like a whiteout; it is an ordinary path and hides nothing.',
  'marker-below-non-directory': 'has a whiteout below something of its own that is not a directory; it hides nothing.',
  'hardlink-to-lower-layer': 'has a hard link to a file of a lower layer; many engines refuse to unpack it.',
  'hardlink-forward-reference': 'has a hard link that comes before its target; many engines refuse to unpack it.',
  'hardlink-target-missing': 'has a hard link to a path that does not exist; it is left out.',
  'hardlink-to-self': 'has a hard link to itself; it is left out.',
  'hardlink-to-directory': 'has a hard link to a directory; it is left out.',
} as const;
export type MergeWarningCode = keyof typeof MERGE_WARNINGS;

/** Collects what a merge finds odd, a limited number of each kind and layer. */
export class MergeWarnings {
  readonly list: Warning[] = [];
  readonly #counts = new Map<string, number>();
  readonly #most: number;

  /** @param limits of one kind in one layer: a hostile layer could give rise to millions */
  constructor(limits: Pick<Limits, 'warnings-per-kind'>) {
    this.#most = limits['warnings-per-kind'];
  }

  /** @param name makes the name as the archive has it; called only when the warning is kept */
  add(code: MergeWarningCode, layer: number, name: () => string): void {
    const key = `${layer} ${code}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count > this.#most) return;
    this.list.push({ code, message: `Layer ${layer} ${MERGE_WARNINGS[code]}`, layer, path: name() });
  }

  /** Adds one warning for each kind that went over the limit. */
  close(): readonly Warning[] {
    for (const [key, count] of this.#counts) {
      if (count <= this.#most) continue;
      const [layer, code = ''] = key.split(' ');
      const message = `Layer ${layer} has ${count - this.#most} more warnings of the kind ${code}, which are not listed (limit warnings-per-kind).`;
      this.list.push({ code, message, layer: Number(layer) });
    }
    return this.list;
  }
}
