import type { Region } from '../bytes/region.ts';
import { orderFile, stackFile, type FoundLayer } from '../store/index-cache.ts';
import type { IndexFolders } from '../store/index-folders.ts';
import type { RegionHashes } from '../compression/hash-region.ts';
import type { ClaimedBlob } from '../work/jobs.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import type { PathTable } from '../union/path-table.ts';
import type { ChildOrder } from '../view/child-order.ts';
import { orderBehind } from './stack.ts';
import type { MergedLayers } from '../work/jobs.ts';
import type { Pool } from '../work/pool.ts';

/** Indexes of layers and merged stacks as earlier runs left them on disk, so that opening again reads no layer. */
export interface KeptIndexes {
  /** @param layers base first; null takes no part */
  find(layers: readonly (ClaimedBlob | null)[], work: KeptWork): Promise<FoundStack>;
  /**
   * Keeps, behind, the index of the same layer where a copy of its blob lies.
   * @param known as `verified` gave it @param hashes of the copy
   */
  copied(known: KeptIndex, copy: Region, hashes: RegionHashes): void;
  /**
   * Keeps, behind, what hashing a layer found out: opening the same unchanged file again knows it, and its entries are
   * shared with those of the same tar in other files.
   * @returns the same with the key of its entries from now on, which are not kept when the file has changed since
   */
  verified(known: KeptIndex, hashes: RegionHashes): KeptIndex;
  /** Keeps the merged stack of layers, some of which were verified since, under their new keys. */
  restacked(before: readonly (KeptIndex | undefined)[], now: readonly (KeptIndex | undefined)[]): void;
  /** When all that is being kept is on disk. */
  settled(): Promise<void>;
}

/** What is on disk of one stack of layers. */
export interface FoundStack {
  /**
   * A layer's index: from disk while its file is unchanged, or when its blob was read elsewhere; else what `pass` makes
   * of it, which is then kept, behind.
   * @param onProgress stored bytes that are hashed, to see that the blob is the one read elsewhere
   * @throws whatever `pass` throws
   */
  layer(layer: number, pass: () => Promise<IndexedLayer>, onProgress?: (bytes: number) => void): Promise<KeptIndex>;
  /** Whether a layer's index is likely on disk, so that `layer` reads nothing else. */
  has(layer: number): boolean;
  /** The layers merged: from disk, or by `merge`. */
  stack(layers: readonly (KeptIndex | undefined)[], merge: () => Promise<MergedLayers>): Promise<KeptStack>;
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

  /** Begins to read a stack before its layers are read, once it is known which they are likely to be. */
  const findStack = async (found: readonly (FoundLayer | null)[], work: KeptWork): Promise<PathTable | undefined> => {
    const known = found.map((layer) => layer?.stored ?? layer?.elsewhere);
    if (!found.every((layer, i) => layer === null || known[i])) return undefined;
    const file = stackFile(
      folders,
      known.map((layer) => layer?.tarKey),
    );
    const rows = known.map((layer) => layer?.entries ?? -1);
    return pool.run('findStack', { file, rows }, work);
  };

  const readLayer = async (
    region: Region,
    found: FoundLayer | null,
    pass: () => Promise<IndexedLayer>,
    work: KeptWork & { readonly onProgress?: ((bytes: number) => void) | undefined },
  ): Promise<KeptIndex> => {
    const { stored, elsewhere, identity } = found ?? {};
    const known = stored && (await pool.run('readIndex', { folders, region, stored }, work));
    if (known) return { layer: known, tarKey: Promise.resolve(stored.tarKey), isFound: true };
    const same = elsewhere && (await pool.run('readElsewhere', { folders, region, stored: elsewhere }, work));
    if (same && identity !== undefined) {
      const { tarKey } = elsewhere;
      const tarKept = keep(pool.run('keepRecord', { folders, layer: same, identity, tarKey }, { priority: KEEPING }));
      return { layer: same, tarKey: tarKept.then(() => tarKey), isFound: true };
    }
    const layer = await pass();
    const tarKey =
      identity === undefined
        ? Promise.resolve(undefined)
        : keep(pool.run('keepIndex', { folders, layer, identity }, { priority: KEEPING }));
    return { layer, tarKey, isFound: false };
  };

  return {
    async find(layers, work) {
      const found = await pool.run('findStored', { folders, layers }, work);
      const early = findStack(found, work);
      // It may fail, when it is cancelled, before anyone asks for it.
      early.catch(() => {});
      return {
        layer: async (layer, pass, onProgress) =>
          readLayer(layers[layer]!.region, found[layer] ?? null, pass, { ...work, onProgress }),
        has: (layer) => found[layer]?.stored !== undefined,
        async stack(read, merge) {
          const known = read.every((layer) => layer === undefined || layer.isFound) ? await early : undefined;
          const merged = known ? undefined : await merge();
          if (merged && !merged.isPlain) void keep(keepStack(read, merged.table));
          const table = known ?? merged!.table;
          return { table, order: () => orderOf(read, table) };
        },
      };
    },

    copied(known, copy, hashes) {
      const keepCopy = async () => {
        const layer = withHashes({ ...known.layer, region: copy }, hashes);
        const [found] = await pool.run('findStored', { folders, layers: [layer] }, { priority: KEEPING });
        const identity = found?.identity;
        const tarKey = await known.tarKey;
        const { digest } = known.layer;
        // The file may have changed between being indexed and being copied.
        const isSame = digest === undefined ? tarKey !== undefined : digest === hashes.digest;
        if (identity === undefined || !isSame) return;
        const job = { folders, layer, identity };
        if (tarKey !== undefined) await pool.run('keepRecord', { ...job, tarKey }, { priority: KEEPING });
        else await pool.run('keepIndex', job, { priority: KEEPING });
      };
      void keep(keepCopy());
    },

    verified(known, hashes) {
      if (known.layer.diffID !== undefined || hashes.diffID === undefined) return known;
      const layer = withHashes(known.layer, hashes);
      const keepVerified = async () => {
        // Not before the entries are on disk.
        if ((await known.tarKey) === undefined) return undefined;
        return pool.run('keepVerified', { folders, layer }, { priority: KEEPING });
      };
      return { ...known, tarKey: keep(keepVerified()) };
    },

    restacked(before, now) {
      const move = async () => {
        const [old, keys] = [await keysOf(before), await keysOf(now)];
        if (old && keys && keys.some((key, i) => key !== old[i]))
          await pool.run('moveStack', { folders, before: old, now: keys }, { priority: KEEPING });
      };
      void keep(move());
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

function withHashes(layer: IndexedLayer, { digest, diffID }: RegionHashes): IndexedLayer {
  return { ...layer, digest, ...(diffID !== undefined && { diffID }) };
}
