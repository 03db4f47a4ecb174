import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { assertNever } from '../../../shared/assert.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import { MOST_PICKED, type FileRow, type ViewMode } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { Picks } from '../../tree/row-picks.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { canExport, type FileActions, type Outcome } from './file-actions.ts';
import styles from './picked-bar.module.css';

interface PickedBarProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly picks: Picks<FileRow>;
  readonly mode: ViewMode;
  readonly actions: FileActions;
  readonly canPickFolder: boolean;
  readonly onClear: () => void;
}

/** How many rows are picked and what they hold together, what can be done with them, and what became of it. */
export function PickedBar({ client, image, picks, mode, actions, canPickFolder, onClear }: PickedBarProps) {
  const { t } = useLingui();
  const outcome = useSyncExternalStore(actions.outcome.subscribe, actions.outcome.current);
  const rows = [...picks.rows.values()];
  const size = useTotal(client, image, picks);
  if (rows.length < 2 && outcome === null) return null;
  const exportable = canExport(rows, mode);
  const why = exportable ? undefined : t`A file holds what is in the merged tree or in one layer, 1000 paths at most`;
  return (
    <div className={styles.bar} role="group" aria-label={t`Picked rows`}>
      <IconButton
        icon="close"
        label={rows.length > 1 ? t`Select only one` : t`Dismiss`}
        onClick={() => {
          actions.dismiss();
          onClear();
        }}
      />
      {rows.length > 1 && (
        <>
          <span role="status">
            <Plural value={rows.length} one="# selected" other="# selected" />
            {size !== null && ` · ${formatBytes(size)}`}
            {picks.cut && (
              <>
                {' '}
                · <Trans>no more than {MOST_PICKED} can be</Trans>
              </>
            )}
          </span>
          <Button look="plain" icon="copy" onClick={() => void actions.copyPaths(rows)}>
            <Trans>Copy paths</Trans>
          </Button>
          <Button
            look="plain"
            icon="seal"
            disabled={!rows.some(({ type }) => type === 'file')}
            title={t`The sha256 of what each file holds, one a line before its path`}
            onClick={() => void actions.copyDigests(rows)}
          >
            <Trans>Copy digests</Trans>
          </Button>
          <Button
            look="plain"
            icon="drop"
            disabled={!exportable}
            title={why}
            onClick={() => void actions.saveTar(rows)}
          >
            <Trans>Save as tar</Trans>
          </Button>
          {canPickFolder && (
            <Button
              look="plain"
              icon="folder"
              disabled={!exportable}
              title={why}
              onClick={() => void actions.extract(rows)}
            >
              <Trans>Extract to a folder…</Trans>
            </Button>
          )}
        </>
      )}
      {outcome && <OutcomeText outcome={outcome} />}
    </div>
  );
}

function OutcomeText({ outcome }: { outcome: Outcome }) {
  const text = outcomeText(outcome);
  return (
    <span className={styles.outcome} data-kind={outcome.kind} role={outcome.kind === 'failed' ? 'alert' : 'status'}>
      {text}
    </span>
  );
}

function outcomeText(outcome: Outcome): ReactNode {
  switch (outcome.kind) {
    case 'working':
      return <Trans>Working…</Trans>;
    case 'copied':
      return <Plural value={outcome.count} one="Path copied" other="# paths copied" />;
    case 'digests': {
      const { count, others } = outcome;
      return (
        <>
          <Plural value={count} one="Digest copied" other="# digests copied" />
          {others > 0 && (
            <>
              ; <Plural value={others} one="# row has no content" other="# rows have no content" />
            </>
          )}
        </>
      );
    }
    case 'layer-digest': {
      const { layer, name } = outcome;
      return (
        <Trans>
          {name} of layer {layer} copied
        </Trans>
      );
    }
    case 'loop': {
      const name = safeText(outcome.name);
      return <Trans>“{name}” leads back to itself: a loop of links.</Trans>;
    }
    case 'dangling': {
      const name = safeText(outcome.name);
      const path = safeText(outcome.path);
      return (
        <Trans>
          “{name}” leads to {path}, which is not in the merged tree.
        </Trans>
      );
    }
    case 'extracted': {
      const { written } = outcome.report;
      const skipped = outcome.report.skipped.length;
      return (
        <Trans>
          {written} written, {skipped} skipped
        </Trans>
      );
    }
    case 'failed':
      return safeText(outcome.error.message);
    default:
      return assertNever(outcome);
  }
}

/** Bytes of the picked rows, what lies in a picked folder counted once; null until known. */
function useTotal(client: OutcropClient, image: ImageHandle, picks: Picks<FileRow>): number | null {
  const [total, setTotal] = useState<{ readonly of: Picks<FileRow>; readonly bytes: number } | null>(null);
  useEffect(() => {
    if (picks.rows.size < 2) return undefined;
    const abort = new AbortController();
    const byPath = new Map([...picks.rows.values()].map((row) => [row.pathID, row]));
    client.image
      .outermost({ image, pathIDs: [...byPath.keys()] }, { signal: abort.signal })
      .then((paths) => setTotal({ of: picks, bytes: paths.reduce((sum, path) => sum + sizeOf(byPath.get(path)), 0) }))
      .catch(() => {});
    return () => abort.abort();
  }, [client, image, picks]);
  return total?.of === picks ? total.bytes : null;
}

function sizeOf(row: FileRow | undefined): number {
  return row && (row.type === 'file' || row.type === 'dir') ? row.size : 0;
}
