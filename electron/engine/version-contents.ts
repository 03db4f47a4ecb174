import type { ArchivePage, ContentSummary } from '../../shared/model/content-summary.ts';
import type { ChangeReason } from '../../shared/model/entry.ts';
import type { PathID, ViewMode } from '../../shared/model/view.ts';
import type { Digest } from '../../shared/oci/digest.ts';

/** Bytes of one regular file. */
export interface Content {
  readonly size: number;
  /** @param offset bytes, 0 ≤ offset ≤ size; @param length bytes; shorter only at the end */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  stream(offset?: number, length?: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/** What the bytes of versions of paths hold. */
export interface VersionContents {
  /**
   * Content of a version: the visible one, or that layer's own.
   * @throws OutcropError `no-such-path`, `no-such-layer`, `not-a-file`, `layer-damaged`
   */
  content(path: string | PathID, layer?: number): Content;

  /** Of a version's bytes. @throws as `content` */
  contentDigest(path: string | PathID, layer?: number, signal?: AbortSignal): Promise<Digest>;
  /** Why a row of a view is changed, contents compared; null for what is too large to be compared in passing. */
  changeReasons(row: ChangedRow, signal?: AbortSignal): Promise<readonly ChangeReason[] | null>;

  /** What a version's bytes are: an archive, a program, certificates. Malformed ones say so. @throws as `content` */
  describeContent(path: string | PathID, layer?: number, signal?: AbortSignal): Promise<ContentSummary>;
  /** Members of an archive; none of another file. @param end exclusive; clipped @throws as `content` */
  archivePage(
    path: string | PathID,
    layer: number | undefined,
    start: number,
    end: number,
    signal?: AbortSignal,
  ): Promise<ArchivePage>;
}

export interface StoryOptions {
  /** Bytes: a version that is larger and needs its bytes compared stays `undecided`. All are compared when left out. */
  readonly readAtMost?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A row of a view that is changed. */
export interface ChangedRow {
  readonly path: PathID;
  /** Of the version that it shows. */
  readonly layer: number;
  readonly mode: ViewMode;
}
