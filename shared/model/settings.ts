/** One bound on what an untrusted image may cost. */
export interface LimitRow {
  readonly name: string;
  readonly unit: string;
  /** Why there is one, and why this one: a clause in English, for experts. */
  readonly reason: string;
  readonly default: number;
  /** In force for the next image that is opened. */
  readonly value: number;
  /** What an own value may be, inclusive; null for a limit that a column or a format sets. */
  readonly range: { readonly least: number; readonly most: number } | null;
  /** `command-line`: set by `--limit`, which wins over the settings while this Outcrop runs. */
  readonly setBy: 'default' | 'settings' | 'command-line';
}

/** Indexes, spooled layers and unpacked archives: what can be made again. Bytes. */
export interface CacheSettings {
  readonly limit: number;
  readonly default: number;
  readonly least: number;
  readonly most: number;
  readonly used: number;
}

/** Where Outcrop keeps things on the engine's machine. */
export interface DataPlace {
  readonly kind: 'data' | 'store' | 'cache' | 'indexes' | 'containers' | 'settings';
  /** Absolute; it may not exist yet. */
  readonly path: string;
}

/** What is kept on the engine's side, for every window and the command line alike. */
export interface HostSettings {
  readonly limits: readonly LimitRow[];
  readonly cache: CacheSettings;
  readonly places: readonly DataPlace[];
}

/** What to set; null gives a value its default again, what is left out stays. */
export interface SettingsChange {
  readonly limits?: Readonly<Record<string, number | null>>;
  readonly cacheBytes?: number | null;
}
