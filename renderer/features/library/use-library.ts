import { useCallback, useEffect, useState } from 'react';
import { useApp } from '../../app-context.ts';
import { rowOfRecent, type LibraryRow } from './library-rows.ts';

export interface RecentFiles {
  /** Newest first. */
  readonly rows: readonly LibraryRow[];
  readonly forget: (path: string) => void;
}

/** The files that were open lately, also those of this window. */
export function useRecentFiles(): RecentFiles {
  const app = useApp();
  const { client } = app.connection;
  const [recent, setRecent] = useState(app.host.recent);
  useEffect(() => {
    const abort = new AbortController();
    // Without an answer the list of the start stands.
    client.host.info(undefined, { signal: abort.signal }).then(
      (host) => setRecent(host.recent),
      () => {},
    );
    return () => abort.abort();
  }, [client]);
  const forget = useCallback(
    (path: string) => {
      client.host.forgetRecent({ path }).then(setRecent, () => {});
    },
    [client],
  );
  return { rows: recent.map(rowOfRecent), forget };
}
