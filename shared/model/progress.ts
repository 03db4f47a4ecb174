/** How far long work is. `done` and `total` are bytes of input; `total` 0 when not known yet. */
export interface Progress {
  readonly stage:
    | 'reading'
    | 'unpacking'
    | 'indexing'
    | 'merging'
    | 'verifying'
    | 'comparing'
    | 'hashing'
    | 'searching'
    | 'exporting';
  readonly done: number;
  readonly total: number;
  /** Index of the layer worked on, base 0. */
  readonly layer?: number;
}
