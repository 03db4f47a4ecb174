import type { ReadRange } from '../hex-view/page-cache.ts';

/** One file to compare. Must keep its identity. */
export interface FileBytes {
  readonly read: ReadRange;
  readonly size: number;
}

/** Words for the two sides. */
export interface SideLabels {
  readonly before: string;
  readonly after: string;
}
