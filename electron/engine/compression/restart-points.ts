/**
 * Where reading a layer may start without inflating all that precedes it. Offsets are bytes: `in` from the start of
 * the stored blob, `out` from the start of the uncompressed tar; ascending; the first point is the start.
 */
export type RestartPoints =
  /** Stored raw: any offset. */
  | { readonly kind: 'raw' }
  /** zran points at deflate block boundaries, and member starts (which need no window). */
  | {
      readonly kind: 'gzip';
      readonly in: Float64Array;
      readonly out: Float64Array;
      /** How many high bits of the byte before `in` belong to the next block, 0…7. */
      readonly bits: Uint8Array;
      /** `points + 1` offsets into `windows`; an empty window marks a member start. */
      readonly windowOffset: Float64Array;
      /** The 32 KiB before each point, each deflated on its own. */
      readonly windows: Uint8Array;
    }
  /** Starts of zstd frames that hold data. */
  | { readonly kind: 'zstd'; readonly in: Float64Array; readonly out: Float64Array }
  /** No random access (xz, bzip2, absent): inflate from the start. */
  | { readonly kind: 'sequential' };
