import { Trans, useLingui } from '@lingui/react/macro';
import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '../../shared/assert.ts';
import { formatBytes } from '../../shared/format/bytes.ts';
import { safeText } from '../../shared/format/safe-text.ts';
import type { SourceKind } from '../../shared/model/image.ts';
import { useApp } from '../app-context.ts';
import type { Job } from '../stores/activity.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './status-bar.module.css';

/** What is running, where the image came from, and whether the engine can be reached. */
export function StatusBar() {
  const { session, activity } = useApp();
  const jobs = useStore(activity, (state) => state.jobs);
  const tab = useStore(session, (state) => state.tabs.find((other) => other.key === state.active));
  const source = tab === undefined || tab.kind === 'compare' ? undefined : tab.opened.source;
  const kind = useSourceKind();
  return (
    <footer className={styles.bar}>
      {jobs.length > 0 ? (
        jobs.map((job) => <RunningJob key={job.key} job={job} />)
      ) : (
        <span className={styles.source}>{source && <bdi data-selectable>{safeText(source.path)}</bdi>}</span>
      )}
      <span className={styles.right}>
        {source && (
          <span>
            {kind(source.kind)}
            {source.compression !== 'none' && ` (${source.compression})`} · {formatBytes(source.size)}
          </span>
        )}
        <Connection />
      </span>
    </footer>
  );
}

function RunningJob({ job }: { job: Job }) {
  const { t } = useLingui();
  const { done, total } = job.progress ?? { done: 0, total: 0 };
  const text = useJobText(job);
  const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
  return (
    <span className={styles.job}>
      <span
        className={styles.track}
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        data-unknown={percent === undefined || undefined}
      >
        <span style={{ width: percent === undefined ? '30%' : `${percent}%` }} />
      </span>
      <span className={styles.text}>{text}</span>
      {total > 0 && (
        <span className={styles.amount}>
          {formatBytes(done)} / {formatBytes(total)}
        </span>
      )}
      <Button look="plain" className={styles.cancel} aria-label={t`Cancel: ${text}`} onClick={job.cancel}>
        <Trans>Cancel</Trans>
      </Button>
    </span>
  );
}

function useJobText(job: Job): string {
  const { t } = useLingui();
  const subject = safeText(job.subject);
  const layer = job.progress?.layer;
  switch (job.kind) {
    case 'opening':
      return job.progress?.stage === 'unpacking' ? t`Unpacking ${subject}` : t`Opening ${subject}`;
    case 'uploading':
      return t`Copying ${subject}`;
    case 'storing':
      return t`Storing ${subject}`;
    case 'saving':
      return t`Saving ${subject}`;
    case 'comparing':
      return t`Comparing ${subject}`;
    case 'loading':
      return layer === undefined ? t`Reading ${subject}` : t`Reading layer ${layer} of ${subject}`;
    default:
      return assertNever(job.kind);
  }
}

function Connection() {
  const { connection } = useApp();
  const state = useSyncExternalStore(connection.status.subscribe, connection.status.current);
  if (state === 'connected') return null;
  return (
    <span className={styles.connection} role="status">
      <Icon name="warning" size={14} />
      {state === 'reconnecting' ? <Trans>Reconnecting…</Trans> : <Trans>The engine is not running.</Trans>}
      {state === 'lost' && (
        <Button look="plain" className={styles.cancel} onClick={connection.retry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </span>
  );
}

function useSourceKind(): (kind: SourceKind) => string {
  const { t } = useLingui();
  return (kind) => {
    switch (kind) {
      case 'docker-archive':
        return t`Docker archive`;
      case 'docker-archive-v1':
        return t`Docker archive (before 1.10)`;
      case 'oci-archive':
        return t`OCI archive`;
      case 'oci-layout':
        return t`OCI layout folder`;
      case 'docker-folder':
        return t`Docker archive, unpacked`;
      case 'containers-dir':
        return t`containers dir`;
      case 'rootfs-archive':
        return t`Root file system tar`;
      default:
        return assertNever(kind);
    }
  };
}
