import { useCallback, useMemo } from 'react';
import { VIEWING_LIMITS, type ViewingLimits } from '../../shared/model/viewing-limits.ts';
import { useApp } from '../app-context.ts';
import { useLoaded } from '../ui/use-loaded.ts';

/** The limits as they are when an image is opened; until they are known, the usual ones. */
export function useViewingLimits(): ViewingLimits {
  const { client } = useApp().connection;
  const load = useCallback((signal: AbortSignal) => client.settings.get(undefined, { signal }), [client]);
  const [loaded] = useLoaded(load);
  const rows = loaded.kind === 'ready' ? loaded.value.limits : undefined;
  return useMemo(() => {
    const known = new Map<string, number>(rows?.map(({ name, value }) => [name, value]));
    const entries = Object.entries(VIEWING_LIMITS).map(([name, usual]) => [name, known.get(name) ?? usual] as const);
    return Object.fromEntries(entries) as unknown as ViewingLimits;
  }, [rows]);
}
