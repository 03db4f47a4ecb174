import type { Region } from '../bytes/region.ts';
import { orderFile, stackFile, type FoundLayer, type IndexFolders } from '../store/index-cache.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { PathTable } from '../union/path-table.ts';
import type { ChildOrder } from '../view/child-order.ts';
import { orderBehind } from './stack.ts';
import type { Pool } from '../work/pool.ts';

/** Indexes of layers and merged stacks as earlier runs left them on disk, so that opening again reads no layer. */
export interface KeptIndexes {
  /** @param regions base first; null takes no part */
  find(regions: readonly (Region | null)[], work: KeptWork): Promise<FoundStack>;
  /** Keeps, behind, the index of the same layer where a copy of its blob lies. */
  copied(layer: IndexedLayer): void;
  /** Keeps, behind, what hashing a layer found out, so that opening the same unchanged file again knows it. */
  verified(layer: IndexedLayer): void;
  /** When all that is being kept is on disk. */
  settled(): Promise<void>;
}

/** What is on disk of one stack of layers. */
export interface FoundStack {
  /**
   * A layer's index: from disk while its file is unchanged, else what `pass` makes of it, which is then kept, behind.
   * @throws whatever `pass` throws
   */
  layer(layer: number, pass: () => Promise<IndexedLayer>): Promise<KeptIndex>;
  /** Whether a layer's index is likely on disk, so that `layer` reads nothing else. */
  has(layer: number): boolean;
  /** The layers merged: from disk, or by `merge`. */
  stack(layers: readonly (KeptIndex | undefined)[], merge: () => Promise<PathTable>): Promise<KeptStack>;
}

export interface KeptStack {
  readonly table: PathTable;
  /** The order of its paths in a view: from disk, or made by a worker and then kept, behind. */
  readonly order: () => Promise<ChildOrder>;
}

/** A layer's index, and the key under which its entries are kept. */
export interface KeptIndex {
  readonly layer: IndexedLayer;
  /** Undefined when they are not kept: the file may change unseen, or the data folder cannot be written. */
  readonly tarKey: Promise<string | undefined>;
  /** Whether it came from disk. */
  readonly isFound: boolean;
}

export interface KeptWork {
  readonly signal: AbortSignal;
  readonly priority: number;
}

/** Nobody waits for it, but verifying, which may take minutes, comes after. */
const KEEPING = 0;

/** Someone waits for the first rows of a view. */
const ORDERING = 3;

/** @param trim makes room once something was kept */
export function createKeptIndexes(pool: Pool, folders: IndexFolders, trim: () => Promise<unknown>): KeptIndexes {
  const keeping = new Set<Promise<unknown>>();

  /** A folder that cannot be written, or is full, only means that the next opening reads the layers again. */
  const keep = <T>(work: Promise<T>): Promise<T | undefined> => {
    const kept = work.catch(() => undefined);
    void follow(kept, trim);
    return kept;
  };

  /** @param last what to do when nothing more is being kept */
  const follow = async (work: Promise<unknown>, last?: () => Promise<unknown>): Promise<void> => {
    keeping.add(work);
    await work;
    keeping.delete(work);
    if (last && keeping.size === 0) await follow(last().catch(() => undefined));
  };

  const keepStack = async (layers: readonly (KeptIndex | undefined)[], table: PathTable): Promise<void> => {
    const keys = await keysOf(layers);
    if (keys) await pool.run('keepStack', { file: stackFile(folders, keys), table }, { priority: KEEPING });
  };

  const readOrder = async (layers: readonly (KeptIndex | undefined)[], { length: paths }: PathTable) => {
    if (!layers.every((layer) => layer === undefined || layer.isFound)) return undefined;
    const keys = await keysOf(layers);
    return keys && pool.run('findOrder', { file: orderFile(folders, keys), paths }, { priority: ORDERING });
  };

  const orderOf = async (layers: readonly (KeptIndex | undefined)[], table: PathTable): Promise<ChildOrder> => {
    const known = await readOrder(layers, table);
    if (known) return known;
    const order = await orderBehind(table, pool);
    void keep(keepOrder(layers, order));
    return order;
  };

  const keepOrder = async (layers: readonly (KeptIndex | undefined)[], order: ChildOrder): Promise<void> => {
    const keys = await keysOf(layers);
    if (keys) await pool.run('keepOrder', { file: orderFile(folders, keys), order }, { priority: KEEPING });
  };

  /** Begins to read a stack before its layers are read, once it is known which they are. */
  const findStack = async (found: readonly (FoundLayer | null)[], work: KeptWork): Promise<PathTable | undefined> => {
    if (!found.every((layer) => layer === null || layer.stored)) return undefined;
    const file = stackFile(
      folders,
      found.map((layer) => layer?.stored?.tarKey),
    );
    const rows = found.map((layer) => layer?.stored?.entries ?? -1);
    return pool.run('findStack', { file, rows }, work);
  };

  const readLayer = async (
    region: Region,
    found: FoundLayer | null,
    pass: () => Promise<IndexedLayer>,
    work: KeptWork,
  ): Promise<KeptIndex> => {
    const { stored, identity } = found ?? {};
    const known = stored && (await pool.run('readIndex', { folders, region, stored }, work));
    if (known) return { layer: known, tarKey: Promise.resolve(stored.tarKey), isFound: true };
    const layer = await pass();
    const tarKey =
      identity === undefined
        ? Promise.resolve(undefined)
        : keep(pool.run('keepIndex', { folders, layer, identity }, { priority: KEEPING }));
    return { layer, tarKey, isFound: false };
  };

  return {
    async find(regions, work) {
      const found = await pool.run('findStored', { folders, regions }, work);
      const early = findStack(found, work);
      // It may fail, when it is cancelled, before anyone asks for it.
      early.catch(() => {});
      return {
        layer: async (layer, pass) => readLayer(regions[layer]!, found[layer] ?? null, pass, work),
        has: (layer) => found[layer]?.stored !== undefined,
        async stack(layers, merge) {
          const known = layers.every((layer) => layer === undefined || layer.isFound) ? await early : undefined;
          const table = known ?? (await merge());
          if (!known) void keep(keepStack(layers, table));
          return { table, order: () => orderOf(layers, table) };
        },
      };
    },

    copied(layer) {
      const keepCopy = async () => {
        const [found] = await pool.run('findStored', { folders, regions: [layer.region] }, { priority: KEEPING });
        const identity = found?.identity;
        if (identity !== undefined) await pool.run('keepIndex', { folders, layer, identity }, { priority: KEEPING });
      };
      void keep(keepCopy());
    },

    verified(layer) {
      const keepVerified = async () => {
        const [found] = await pool.run('findStored', { folders, regions: [layer.region] }, { priority: KEEPING });
        // Only while the file is the one that was indexed: what was hashed since is then the same, too.
        if (found?.identity === undefined || !found.stored || found.stored.diffID !== undefined) return;
        await pool.run('keepIndex', { folders, layer, identity: found.identity }, { priority: KEEPING });
      };
      void keep(keepVerified());
    },

    async settled() {
      while (keeping.size > 0) {
        // What is kept may set off more.
        // oxlint-disable-next-line no-await-in-loop
        await Promise.all(keeping);
      }
    },
  };
}

/** The keys of a stack's layers once all are kept; undefined when one is not. */
async function keysOf(layers: readonly (KeptIndex | undefined)[]): Promise<(string | undefined)[] | undefined> {
  const keys = await Promise.all(layers.map(async (layer) => layer?.tarKey));
  return layers.some((layer, i) => layer !== undefined && keys[i] === undefined) ? undefined : keys;
}
