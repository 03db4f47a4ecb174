import { useCallback } from 'react';
import { Plural, Trans } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ViewSpec } from '../../../shared/model/view.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { useLoaded } from '../../ui/use-loaded.ts';
import styles from './content.module.css';

interface FolderSummaryProps {
  client: OutcropClient;
  image: ImageHandle;
  pathID: number;
  visible: boolean;
}

const MERGED: ViewSpec = { mode: { kind: 'merged' }, showHidden: false, filter: '', sort: 'name', descending: false };
/** A folder passed by on the way through the list is not worth a question. */
const PAUSE = 250;

/** What lies in a folder of the merged tree. */
export function FolderSummary({ client, image, pathID, visible }: FolderSummaryProps) {
  const load = useCallback(
    async (signal: AbortSignal) => (!visible ? null : countChildren(client, image, pathID, signal)),
    [client, image, pathID, visible],
  );
  const [state] = useLoaded(load);
  const counted = state.kind === 'ready' ? state.value : null;
  if (!counted)
    return (
      <p className={styles.message}>
        {visible ? (
          <Trans>A folder.</Trans>
        ) : (
          <Trans>A folder that no longer shows; select the files in it to see them.</Trans>
        )}
      </p>
    );
  if (counted.children === 0)
    return (
      <p className={styles.message}>
        <Trans>An empty folder.</Trans>
      </p>
    );
  const size = formatBytes(counted.size);
  return (
    <p className={styles.message}>
      <Plural value={counted.children} one="# entry directly inside" other="# entries directly inside" />
      {', '}
      <Trans>{size} in all files below it</Trans>
    </p>
  );
}

async function countChildren(client: OutcropClient, image: ImageHandle, pathID: number, signal: AbortSignal) {
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  signal.throwIfAborted();
  const { view } = await client.view.open({ image, spec: MERGED }, { signal });
  try {
    const { state, row } = await client.view.reveal({ view, pathID }, { signal });
    const { rows } = await client.view.rows({ view, start: row, end: row + 1 }, { signal });
    const folder = rows[0];
    if (!folder || folder.pathID !== pathID) return null;
    if (folder.expanded === undefined) return { children: 0, size: folder.size };
    const open = await client.view.toggle({ view, pathID, expanded: true }, { signal });
    return { children: open.rowCount - state.rowCount, size: folder.size };
  } finally {
    await client.view.close({ view });
  }
}
