import type { ExportItem } from '../exporters/export-plan.ts';
import type { Pool } from '../work/pool.ts';
import type { ImageState } from './image-state.ts';
import type { VersionReader } from './read-version.ts';
import type { Stack } from './stack.ts';

export interface ExportParts {
  readonly stack: Stack;
  readonly state: ImageState;
  readonly pool: Pool;
  readonly reader: VersionReader;
}

/** A file with its content; `chunks` undefined when its layer is damaged there. Take them before the next file. */
export interface ExportBody {
  readonly item: ExportItem;
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array> | undefined;
}

/** Small files are read together, since each read begins at a restart point of the layer. */
const BATCH_BYTES = 4 << 20;
const PRIORITY = 1;

/** Contents of files in the order of the plan: each layer is decoded once, a few megabytes at a time. */
export async function* exportBodies(
  { stack: { table, indexes }, state, pool, reader }: ExportParts,
  files: readonly ExportItem[],
  signal?: AbortSignal,
): AsyncGenerator<ExportBody, void> {
  const holder = (item: ExportItem) => table.inode[item.version]!;
  const layerOf = (item: ExportItem) => table.layer[holder(item)]!;
  const rowOf = (item: ExportItem) => table.row[holder(item)]!;
  const sizeOf = (item: ExportItem) => indexes[layerOf(item)]?.size[rowOf(item)] ?? 0;

  for (let from = 0; from < files.length;) {
    signal?.throwIfAborted();
    const first = files[from]!;
    const layer = layerOf(first);
    const indexed = state.indexed[layer];
    if (!indexed || rowOf(first) === -1) {
      yield { item: first, size: 0, chunks: undefined };
      from++;
      continue;
    }
    if (sizeOf(first) > BATCH_BYTES) {
      const content = reader.content(table.versionPath[holder(first)]!, layer);
      yield { item: first, size: content.size, chunks: content.stream(0, content.size, signal) };
      from++;
      continue;
    }
    let to = from;
    for (let bytes = 0; to < files.length && layerOf(files[to]!) === layer; to++) {
      bytes += sizeOf(files[to]!);
      if (bytes > BATCH_BYTES) break;
    }
    const batch = files.slice(from, to);
    const { region, restart, tarSize, index } = indexed;
    const rare = new Map([...index.rare].filter(([, fields]) => fields.sparse !== undefined));
    const bodies = await pool.run(
      'readBodies',
      { layer: { region, restart, tarSize, index: { ...index, rare } }, rows: Int32Array.from(batch, rowOf) },
      { signal, priority: PRIORITY },
    );
    for (const [at, item] of batch.entries()) {
      const bytes = bodies[at];
      yield { item, size: sizeOf(item), chunks: bytes && once(bytes) };
    }
    from = to;
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
