/**
 * A stretch of a file on disk: a blob inside an archive, or a whole blob file. Plain data, so that a worker
 * thread can be told of it; whoever reads opens the file read-only and closes it.
 */
export interface Region {
  /** Absolute path. */
  readonly file: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}
