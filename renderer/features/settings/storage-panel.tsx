import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { formatBytes, formatExactBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { DataPlace } from '../../../shared/model/settings.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { LimitSetting } from './limit-setting.tsx';
import { Setting } from './setting.tsx';
import styles from './settings.module.css';
import type { HostSettingsState } from './use-host-settings.ts';

/** What Outcrop keeps on this machine, where, and how much of it can go. */
export function StoragePanel({ host }: { host: HostSettingsState }) {
  const { t } = useLingui();
  const { loaded, retry, refused, change, clearCaches } = host;
  const [freed, setFreed] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  if (loaded.kind === 'failed') return <Failure error={loaded.error} onRetry={retry} />;
  const settings = loaded.value;
  const clear = async () => {
    setBusy(true);
    setFreed(await clearCaches());
    setBusy(false);
  };
  if (!settings)
    return (
      <p className={styles.lead} role="status">
        <Trans>Reading the settings…</Trans>
      </p>
    );
  const { cache, places } = settings;
  const used = formatBytes(cache.used);
  const gone = formatBytes(freed ?? 0);
  return (
    <>
      <h3>
        <Trans>Storage</Trans>
      </h3>
      {refused && <Notice kind="error">{safeText(refused.message)}</Notice>}
      <Setting
        label={t`Caches`}
        hint={
          freed === null
            ? t`Indexes of layers and unpacked archives, so that an image opens at once the second time. They can always be made again.`
            : t`${gone} were freed. What is open stays until it is closed.`
        }
      >
        {() => (
          <span className={styles.value}>
            <span title={formatExactBytes(cache.used)}>
              <Trans>{used} in use</Trans>
            </span>
            <Button icon="trash" disabled={busy} onClick={() => void clear()}>
              <Trans>Clear caches</Trans>
            </Button>
          </span>
        )}
      </Setting>
      <span className={styles.visuallyHidden} role="status">
        {freed !== null && <Trans>{gone} were freed.</Trans>}
      </span>
      <ul className={styles.limits} aria-label={t`Caches`}>
        <LimitSetting
          row={{
            name: 'cache-bytes',
            unit: 'bytes',
            reason: '',
            default: cache.default,
            value: cache.limit,
            range: { least: cache.least, most: cache.most },
            setBy: cache.limit === cache.default ? 'default' : 'settings',
          }}
          onChange={(cacheBytes) => change({ cacheBytes })}
        />
      </ul>
      <h4>
        <Trans>Where things lie</Trans>
      </h4>
      <p className={styles.lead}>
        <Trans>Outcrop writes nowhere else, unless you export something. OUTCROP_HOME names another folder.</Trans>
      </p>
      <dl className={styles.places}>
        {places.map((place) => (
          <Place key={place.kind} place={place} />
        ))}
      </dl>
    </>
  );
}

function Place({ place: { kind, path } }: { place: DataPlace }) {
  const { t } = useLingui();
  const labels: Readonly<Record<DataPlace['kind'], string>> = {
    data: t`Data folder`,
    store: t`Stored images`,
    indexes: t`Indexes`,
    cache: t`Unpacked archives`,
    containers: t`Containers`,
    settings: t`These limits`,
  };
  const name = labels[kind];
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi data-selectable>{safeText(path)}</bdi>
        <CopyButton text={path} label={t`Copy the path: ${name}`} />
      </dd>
    </div>
  );
}
