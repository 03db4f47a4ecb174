/** State of one checked thing. `differs` is a fact to show, not an error. */
export type IntegrityState = 'unchecked' | 'checking' | 'ok' | 'differs' | 'absent' | 'unverifiable';

/** One digest that can be recomputed. */
export interface IntegrityItem {
  /** Stable within an image: `config`, `manifest`, `index:sha256:…`, `blob:0`, `diffID:0`, `chainID:0` … */
  readonly key: string;
  readonly kind: 'index' | 'manifest' | 'config' | 'blob' | 'diffID' | 'chainID';
  /** Of a layer the index, base 0. */
  readonly layer?: number;
  /** Who claims `expected`, such as `manifest.json`, `config rootfs.diff_ids[2]`. */
  readonly claimedBy: string;
  /** Null when nothing claims one: then `actual` is news, not a check. */
  readonly expected: string | null;
  readonly actual: string | null;
  readonly state: IntegrityState;
  /** Bytes hashed for it. */
  readonly size: number | null;
}

export interface IntegrityReport {
  readonly ok: boolean;
  readonly items: readonly IntegrityItem[];
}
