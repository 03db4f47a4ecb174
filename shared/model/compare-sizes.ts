import type { DifferenceKind, UnionID } from './compare.ts';
import type { EntryType } from './entry.ts';
import type { LayerSpace, SpaceSummary } from './space.ts';

/**
 * A part of the tree that explains a part of the change in size. Contributors do not overlap: what is listed below a
 * folder is not counted in it (`isRest`), so that all of them with `SizeComparison.rest` sum up to the whole change.
 */
export interface SizeContributor {
  readonly pathID: UnionID;
  readonly path: string;
  readonly rawPath?: string;
  readonly type: EntryType;
  readonly kind: DifferenceKind;
  /** Without what is listed by itself below it. */
  readonly isRest: boolean;
  /** Bytes after minus before; of what moved, only what it grew by. */
  readonly delta: number;
  /** Files in it that account for it. */
  readonly files: number;
  /** Name of the owning package of a file, once they were read. */
  readonly package?: string;
}

/** What one layer has to do with the difference. */
export interface LayerShare extends LayerSpace {
  /** Differing paths (`mtimeOnly` not counted) that it made as they are: what `DifferenceViewSpec.layer` shows. */
  readonly differing: number;
}

/** One rung of the ladder in bytes. Over all rungs `visibleSize` after minus before is the change of the merged tree. */
export interface RungSizes {
  /** Position in `Comparison.ladder`. */
  readonly rung: number;
  readonly before: LayerShare | null;
  readonly after: LayerShare | null;
}

/** Where a change in size comes from. */
export interface SizeComparison {
  /** Largest change first, whichever way. */
  readonly contributors: readonly SizeContributor[];
  /** What is too small to be listed. */
  readonly rest: { readonly delta: number; readonly files: number };
  /** `hiddenSize` is what is shipped and never seen. */
  readonly before: Omit<SpaceSummary, 'dive' | 'layers'>;
  readonly after: Omit<SpaceSummary, 'dive' | 'layers'>;
  /** In the order of the ladder. */
  readonly rungs: readonly RungSizes[];
}
