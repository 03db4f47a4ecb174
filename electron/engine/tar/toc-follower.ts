import type { Limits } from '../limits/limits.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import type { RegionReader } from '../bytes/region-reader.ts';
import { BodyDigests } from './body-digests.ts';
import { checkToc, type MemberStarts } from './check-toc.ts';
import type { TarScanner } from './scanner.ts';
import type { TarIndex } from './tar-index.ts';
import { tocEntries } from './toc-entries.ts';
import { storedToc } from './toc-place.ts';

/** Goes along with the pass over a layer that brings a table of contents, and says in the end where the table lies. */
export interface TocFollower {
  /** @param chunk what the scanner was just given. @param at bytes of the tar before it */
  follow(chunk: Uint8Array, at: number): void;
  /** @param starts of gzip members or zstd frames */
  warnings(index: TarIndex, starts: MemberStarts): readonly Warning[];
}

/** @returns undefined for a layer without a table, which then costs nothing */
export function tocFollower(
  reader: RegionReader,
  compression: Compression,
  scanner: TarScanner,
  limits: Limits,
): TocFollower | undefined {
  const toc = storedToc(reader, compression);
  if (toc.kind === 'none') return undefined;
  const table = toc.kind === 'unreadable' ? toc.why : tocEntries(toc.json, limits['layer-entries']);
  if (typeof table === 'string') {
    const message = `The layer’s own table of contents was not used: it ${table}; lazy engines refuse the layer.`;
    return { follow: () => {}, warnings: () => [{ code: 'toc-unreadable', message }] };
  }
  const digests = new BodyDigests(scanner.builder);
  return {
    follow: (chunk, at) => digests.follow(chunk, at),
    warnings: (index, starts) => checkToc(table, { index, digests, starts }, limits),
  };
}
