import type { Brand } from '../../../shared/brand.ts';
import type { Warning } from '../../../shared/model/warning.ts';

/** Row of the path table; 0 is the root. */
export type PathRow = Brand<number, 'PathRow'>;
/** Row of the version columns. */
export type VersionRow = Brand<number, 'VersionRow'>;

/** `how` codes are 1 + the position in shared/model/entry.ts HIDDEN_HOW; 0: not hidden. */
export type HowCode = number;

/**
 * The union of a stack of layers: every path that any layer holds, and for each its versions, base layer first.
 * One table serves every view: the merged tree, one layer, and the tree as of layer N (a version is visible as of
 * N when `layer ≤ N` and it is not hidden or `hiddenBy > N`, and no later version of the same path at or below N).
 * Columns are views over SharedArrayBuffer and never change after return.
 */
export interface PathTable {
  /** Paths. Parents come before their children. */
  readonly length: number;
  /** Root: -1. Every path has a version, but for the root of no layers and names that only a hard link remembers. */
  readonly parent: Int32Array;
  readonly nameOffset: Uint32Array;
  readonly nameLength: Uint16Array;
  readonly names: Uint8Array;

  /** `length + 1` offsets into the version columns; the versions of path `p` are `versionStart[p] … versionStart[p+1]-1`. */
  readonly versionStart: Int32Array;
  /**
   * Path → the version visible in the merged tree; -1 when the path is hidden or deleted. Of a merged directory it is
   * the topmost with an entry, or the first that implied it.
   */
  readonly visible: Int32Array;

  readonly versionCount: number;
  /** Version → its path. */
  readonly versionPath: Int32Array;
  /** Version → index of the layer that holds it. */
  readonly layer: Uint16Array;
  /**
   * Version → row in that layer's TarIndex; -1 for a directory the layer only implies. Of a hard link whose inode's name
   * a later entry of the layer took, the row of the inode.
   */
  readonly row: Int32Array;
  /** Resolved TYPE_CODES position, never `hardlink`. */
  readonly type: Uint8Array;
  /**
   * Version → the first layer that hides it; -1 when none does. Merged directories are not hidden by each other; what
   * hides a merged directory hides all its versions, which then count as one (`hiddenVersions`).
   */
  readonly hiddenBy: Int32Array;
  readonly how: Uint8Array;
  /** Version → path where the hiding happened; 0 when not hidden. */
  readonly via: Int32Array;
  /**
   * Version → version that holds the inode: itself, or for a hard link the version it was linked to (maybe in a
   * lower layer). Content, mode, owner, mtime and xattrs are the inode's.
   */
  readonly inode: Int32Array;
  /** Version → path row of the name a hard link was linked to; -1 for no hard link. */
  readonly hardlink: Int32Array;

  readonly warnings: readonly Warning[];
}
