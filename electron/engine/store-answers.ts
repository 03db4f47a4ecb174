import type { Digest } from '../../shared/oci/digest.ts';

/** An image that came into the store. */
export interface StoreLoad {
  /** Fully qualified; empty when the source gives none. */
  readonly names: readonly string[];
  readonly id: Digest;
  readonly manifestDigest: Digest;
}

/** What collecting garbage took away. */
export interface StoreGarbage {
  readonly images: number;
  readonly blobs: number;
  readonly records: number;
  /** Files of writers that have gone. */
  readonly unfinished: number;
  /** Freed. */
  readonly bytes: number;
  /** Sentences: why something was left. */
  readonly kept: readonly string[];
}

/** What reading the whole store found, and did about it. */
export interface StoreCheck {
  readonly images: number;
  readonly blobs: number;
  readonly records: number;
  readonly problems: readonly {
    /** A sentence. */
    readonly what: string;
    /** `left`: only loading the image again helps. */
    readonly done: 'repaired' | 'discarded' | 'left';
  }[];
}
