import { OutcropError } from '../../../shared/errors.ts';
import type { IntegrityItem } from '../../../shared/model/integrity.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import type { StoredImage, StoredLayer } from '../sources/source.ts';
import type { Pool } from '../work/pool.ts';
import type { ImageState } from './image-state.ts';
import type { KeptIndexes } from './kept-indexes.ts';

export type VerifyStep =
  | { readonly kind: 'item'; readonly item: IntegrityItem }
  | { readonly kind: 'progress'; readonly progress: Progress };

interface VerifyParts {
  readonly stored: StoredImage;
  readonly state: ImageState;
  readonly pool: Pool;
  readonly indexes: Pick<KeptIndexes, 'verified' | 'restacked'>;
}

/** Behind everything a person waits for. */
const PRIORITY = -1;

/**
 * Recomputes what is not computed yet: documents were hashed when they were read, compressed layers when they were
 * indexed. A layer that cannot be read through keeps `unchecked` digests; its own problem says why.
 */
export async function* verifyImage(
  { stored, state, pool, indexes }: VerifyParts,
  signal: AbortSignal,
): AsyncIterable<VerifyStep> {
  const events: VerifyStep[] = [];
  let news = Promise.withResolvers<boolean>();
  const tell = (event: VerifyStep) => {
    events.push(event);
    news.resolve(true);
  };
  const stop = new AbortController();
  const jobs = createJobs({ stored, state, pool, indexes }, AbortSignal.any([signal, stop.signal]), tell);
  const before = [...state.kept];
  const ended = Promise.all(jobs).then(() => {
    indexes.restacked(before, [...state.kept]);
    return false;
  });
  // Whoever leaves the loop early does not hear how the jobs end.
  ended.catch(() => {});

  try {
    for (const item of state.integrity) yield { kind: 'item', item };
    for (let running = true; running || events.length > 0;) {
      for (let event = events.shift(); event; event = events.shift()) yield event;
      running = await Promise.race([ended, news.promise]);
      news = Promise.withResolvers();
    }
  } finally {
    stop.abort();
  }
}

function createJobs(
  { stored, state, pool, indexes }: VerifyParts,
  signal: AbortSignal,
  tell: (event: VerifyStep) => void,
): Promise<void>[] {
  const wanted = stored.layers.flatMap((layer, index) => (needsHash(state, layer, index) ? [{ layer, index }] : []));
  const total = wanted.reduce((sum, { layer }) => sum + layer.region!.size, 0);
  const done = new Map<number, number>();
  const progress = (index: number, bytes: number) => {
    done.set(index, bytes);
    const sum = [...done.values()].reduce((a, b) => a + b, 0);
    tell({ kind: 'progress', progress: { stage: 'verifying', done: sum, total, layer: index } });
  };
  return wanted.map(async ({ layer, index }) => {
    const region = layer.region!;
    const input = { region, compression: layer.compression };
    const onProgress = (bytes: number) => progress(index, bytes);
    const hashes = await pool.run('hashLayer', input, { signal, priority: PRIORITY, onProgress }).catch(unreadable);
    const before = state.integrity;
    state.learn({ layer: index, ...hashes });
    const kept = state.kept[index];
    if (kept && 'diffID' in hashes && hashes.diffID !== undefined) state.kept[index] = indexes.verified(kept, hashes);
    progress(index, region.size);
    for (const [at, item] of state.integrity.entries()) if (item !== before[at]) tell({ kind: 'item', item });
  });
}

/** One layer that cannot be read is a fact about that layer; the others are still worth checking. */
function unreadable(error: unknown): { readonly damage: string } {
  if (error instanceof OutcropError && (error.code === 'unreadable' || error.code === 'not-found'))
    return { damage: error.message };
  throw error;
}

function needsHash(state: ImageState, { region }: StoredLayer, index: number): boolean {
  if (region === null) return false;
  const mine = state.integrity.filter(
    (item) => item.layer === index && (item.kind === 'blob' || item.kind === 'diffID'),
  );
  return mine.some(({ actual }) => actual === null);
}
