import type { Compression } from '../../../shared/model/layer.ts';
import type { Region } from '../bytes/region.ts';
import { openRegion } from '../bytes/region-reader.ts';
import { sharedColumn, sharedFrom } from '../bytes/shared-column.ts';
import { hasHandles } from '../compression/sync-decoder.ts';
import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import { pushEntry } from './claimed-entry.ts';
import { skippedNames } from './estargz.ts';
import type { IndexedLayer } from './indexed-layer.ts';
import { layerFromZtoc } from './layer-from-ztoc.ts';
import { readZtoc, type ZtocPlace } from './read-ztoc.ts';
import { TarScanner } from './scanner.ts';
import { tocEntries, type TocEntry } from './toc-entries.ts';
import { storedToc } from './toc-place.ts';
import { END_BLOCKS } from './write-entry.ts';

export interface TocLayerOptions {
  readonly compression: Compression;
  /** Of the layer's descriptor: they may state the digest of the table. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly limits?: Limits | undefined;
  /** A SOCI table of the layer, which lies outside it. */
  readonly ztoc?: ZtocPlace | undefined;
}

/** stargz-snapshotter docs/estargz.md; container-libs storage/pkg/chunked; the latter is the name before 2023. */
const DIGEST_ANNOTATIONS = [
  'containerd.io/snapshot/stargz/toc.digest',
  'io.github.containers.zstd-chunked.manifest-checksum',
  'io.containers.zstd-chunked.manifest-checksum',
];

/**
 * A layer as its own table of contents claims it to be, without reading the layer: the entries, and for each chunk of a
 * body where it starts. Offsets are those of a tar of our own making that has the same entries, so `restart` and
 * `bodyOffset` go together and with nothing else.
 * @returns undefined when there is no table, or none that all of the bodies can be checked against
 */
export function layerFromToc(region: Region, options: TocLayerOptions): IndexedLayer | undefined {
  const { compression, annotations, ztoc, limits = DEFAULT_LIMITS } = options;
  const fromOutside = ztoc && outsideTable(region, ztoc, limits);
  if (fromOutside) return fromOutside;
  if (!hasHandles() || (compression !== 'gzip' && compression !== 'zstd')) return undefined;
  using reader = openRegion(region);
  const toc = storedToc(reader, compression);
  if (toc.kind === 'none' || toc.kind === 'unreadable') return undefined;
  if (DIGEST_ANNOTATIONS.some((name) => (annotations[name] ?? toc.digest) !== toc.digest)) return undefined;
  const table = tocEntries(toc.json, limits['layer-entries']);
  if (typeof table === 'string' || !table.every(isReadable)) return undefined;

  const scanner = new TarScanner({ skippedNames: compression === 'gzip' ? skippedNames(reader) : [], limits });
  const points: { readonly in: number[]; readonly out: number[] } = { in: [], out: [] };
  const claimed = new Map<number, string>();
  for (const entry of table) {
    const { row, bodyOffset } = pushEntry(scanner, entry);
    if (row !== undefined && entry.chunks.length > 0) claimed.set(row, entry.digest!);
    for (const { offset, at, isZeros } of entry.chunks) {
      if (isZeros) continue;
      points.in.push(offset);
      points.out.push(bodyOffset + at);
    }
  }
  scanner.push(END_BLOCKS);
  const starts = { in: sharedFrom(Float64Array, points.in), out: sharedFrom(Float64Array, points.out) };
  const count = starts.in.length;
  return {
    region,
    compression,
    index: scanner.index(),
    tarSize: scanner.position,
    restart:
      compression === 'zstd'
        ? { kind: compression, ...starts }
        : {
            kind: compression,
            ...starts,
            bits: sharedColumn(Uint8Array, count),
            windowOffset: sharedColumn(Float64Array, count + 1),
            windows: sharedColumn(Uint8Array, 0),
          },
    warnings: [],
    claimed,
  };
}

function outsideTable(region: Region, place: ZtocPlace, limits: Limits): IndexedLayer | undefined {
  const table = readZtoc(place, limits['layer-entries']);
  return typeof table === 'string' ? undefined : layerFromZtoc(region, table, limits['layer-entries']);
}

/** Whether its body can be found and checked. Chunks that share a member are not worth a way of their own. */
function isReadable({ chunks, digest, size }: TocEntry): boolean {
  if (chunks.length === 0) return true;
  if (digest === undefined || chunks[0]!.isZeros || chunks[0]!.at !== 0) return false;
  return chunks.every(
    ({ innerOffset, at }, i) => innerOffset === 0 && at < size && (i === 0 || at > chunks[i - 1]!.at),
  );
}
