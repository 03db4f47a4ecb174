import { requireFewHoles, storedSize } from '../tar/holes.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import type { Content } from '../version-contents.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { BodyLayer } from '../tar/layer-reader.ts';
import type { EntryRow } from '../tar/tar-index.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import { pathText } from '../union/path-text.ts';
import type { Pool } from '../work/pool.ts';
import { createContent } from './content.ts';
import type { Stack } from './stack.ts';
import { createSpool } from './spool.ts';

export interface ReaderParts {
  readonly stack: Stack;
  /** Base first. */
  readonly indexed: readonly (IndexedLayer | undefined)[];
  readonly pool: Pool;
  readonly cacheDir: string;
  readonly limits?: Limits | undefined;
}

/** Reads bodies of versions, wherever they lie. */
export interface VersionReader {
  /** The visible version of a path, or that layer's. @throws OutcropError `no-such-path`, `not-a-file`, `layer-damaged` */
  content(path: number, layer?: number): Content;
  /** Where the bytes of the same version lie, for a job to read them. @throws as `content` */
  body(
    path: number,
    layer?: number,
    signal?: AbortSignal,
  ): Promise<{ readonly layer: BodyLayer; readonly row: EntryRow }>;
  /** Whether two regular files of one size hold the same bytes. */
  isSameContent(before: number, after: number, signal?: AbortSignal): Promise<boolean>;
}

const FILE = TYPE_CODES.indexOf('file');
/** Compared at a time, of each file. */
const COMPARE_BYTES = 1 << 20;
/** Someone looks at it. */
const PRIORITY = 2;

export function createReader({ stack, indexed, pool, cacheDir, limits }: ReaderParts): VersionReader {
  const { table } = stack;
  const spool = createSpool(pool, cacheDir);

  const holderOf = (version: number): { readonly layer: IndexedLayer; readonly row: EntryRow } => {
    const holder = table.inode[version]!;
    const row = table.row[holder]! as EntryRow;
    const layer = indexed[table.layer[holder]!];
    if (table.type[version] !== FILE || row === -1 || !layer) throw notAFile(version);
    return { layer, row };
  };

  /** The layer to read a body from, which was checked when only a table says where it is. */
  const readyFor = async (layer: IndexedLayer, row: EntryRow, signal?: AbortSignal): Promise<IndexedLayer> => {
    // Its offsets are those of its table: they mean nothing in an unpacked copy.
    if (!layer.claimed) return spool.ready(layer, signal);
    const body = { layer: bodyLayer(layer, row), row };
    const digest = layer.claimed.get(row);
    if (layer.spans) await pool.run('checkSpans', { ...body, spans: layer.spans }, { priority: PRIORITY });
    else if (digest !== undefined) await pool.run('checkBody', { ...body, digest }, { priority: PRIORITY });
    return layer;
  };

  const contentOf = (version: number): Content => {
    const { layer, row } = holderOf(version);
    let checked: Promise<IndexedLayer> | undefined;
    const ready = (signal?: AbortSignal) =>
      layer.claimed ? (checked ??= readyFor(layer, row)) : readyFor(layer, row, signal);
    return createContent(
      layer.index.size[row]!,
      async (offset, length, signal) =>
        pool.run(
          'readBody',
          { layer: bodyLayer(await ready(signal), row), row, offset, length },
          { signal, priority: PRIORITY },
        ),
      { stored: storedSize(layer.index, row), ...(limits && { limits }) },
    );
  };

  const notAFile = (version: number) => {
    const type = TYPE_CODES[table.type[version]!] ?? 'entry';
    const { path } = pathText(table, table.versionPath[version]!);
    return new OutcropError(
      'not-a-file',
      `${path} is a ${type} in layer ${table.layer[version]}; only regular files have content.`,
      {
        path,
        layer: table.layer[version]!,
      },
    );
  };

  return {
    content: (path, layer) => contentOf(chosen(path, layer)),
    async body(path, layer, signal) {
      const { layer: holder, row } = holderOf(chosen(path, layer));
      return { layer: bodyLayer(await readyFor(holder, row, signal), row), row };
    },
    async isSameContent(before, after, signal) {
      const [old, now] = [contentOf(before), contentOf(after)];
      if (old.size !== now.size) return false;
      for (const { layer, row } of [holderOf(before), holderOf(after)])
        requireFewHoles(old.size, old.size, storedSize(layer.index, row), limits ?? DEFAULT_LIMITS);
      for (let at = 0; at < old.size; at += COMPARE_BYTES) {
        const [a, b] = await Promise.all([old.read(at, COMPARE_BYTES, signal), now.read(at, COMPARE_BYTES, signal)]);
        if (Buffer.compare(a, b) !== 0) return false;
      }
      return true;
    },
  };

  function chosen(path: number, layer: number | undefined): number {
    const version = layer === undefined ? table.visible[path]! : versionIn(path, layer);
    if (version === -1) throw noVersion(path, layer);
    return version;
  }

  function versionIn(path: number, layer: number): number {
    for (let v = table.versionStart[path]!; v < table.versionStart[path + 1]!; v++)
      if (table.layer[v] === layer) return v;
    return -1;
  }

  function noVersion(path: number, layer: number | undefined): OutcropError {
    const text = pathText(table, path).path;
    const message =
      layer === undefined
        ? `${text} is hidden or deleted in the merged tree; name the layer whose version you want ("explain" lists them).`
        : `Layer ${layer} holds no version of ${text}; "explain" lists the layers that do.`;
    return new OutcropError('no-such-path', message, { path: text, ...(layer !== undefined && { layer }) });
  }
}

/** Posting the xattrs of a whole layer to a thread for each read would cost more than the read. */
function bodyLayer({ region, restart, tarSize, index }: IndexedLayer, row: EntryRow): BodyLayer {
  const mine = index.rare.get(row);
  return { region, restart, tarSize, index: { ...index, rare: new Map(mine ? [[row, mine]] : []) } };
}
