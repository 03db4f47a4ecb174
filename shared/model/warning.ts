/**
 * Something odd that engines may treat differently, or that was skipped. Codes are kebab-case: those of
 * union-cases.json, hostile-cases.json, and more in the same manner. Never a reason to stop.
 */
export interface Warning {
  readonly code: string;
  /** One sentence for people. */
  readonly message: string;
  /** Index of the layer, base 0. */
  readonly layer?: number;
  /** The name in the archive as it stands there (escaped to UTF-8), or a path in the merged tree. */
  readonly path?: string;
}
