import { useCallback, useEffect, useState } from 'react';
import type { StoreListing, StoreRemoval } from '../../../shared/model/store.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import { useApp } from '../../app-context.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { useLoaded, type Loaded } from '../../ui/use-loaded.ts';

export interface Store {
  readonly loaded: Loaded<StoreListing>;
  readonly refresh: () => void;
  /** @throws WireError's carrier when it is refused */
  readonly tag: (manifestDigest: Digest, name: string) => Promise<void>;
  /** What was taken away last, for the reader; null before, and when it was dismissed. */
  readonly removal: StoreRemoval | null;
  readonly dismiss: () => void;
  readonly remove: (manifestDigest: Digest, name: string | null) => Promise<void>;
  readonly collectGarbage: () => Promise<void>;
}

/** The images of the store, and what changes them. */
export function useImageStore(): Store {
  const { connection, activity, storeWatch } = useApp();
  const { client } = connection;
  const load = useCallback((signal: AbortSignal) => client.store.list(undefined, { signal }), [client]);
  const [loaded, refresh] = useLoaded(load);
  useEffect(() => storeWatch.subscribe(refresh), [storeWatch, refresh]);
  const [removal, setRemoval] = useState<StoreRemoval | null>(null);
  const take = async (subject: string, work: () => Promise<StoreRemoval>) => {
    try {
      setRemoval(await work());
    } catch (error) {
      activity.getState().fail(subject, wireErrorOf(error));
    }
    refresh();
  };
  return {
    loaded,
    refresh,
    removal,
    dismiss: () => setRemoval(null),
    async tag(manifestDigest, name) {
      await client.store.tag({ manifestDigest, name });
      refresh();
    },
    remove: (manifestDigest, name) => take(name ?? manifestDigest, () => client.store.remove({ manifestDigest, name })),
    collectGarbage: () => take('Outcrop', () => client.store.collectGarbage({ unnamed: true })),
  };
}
