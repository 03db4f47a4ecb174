import { Trans, useLingui } from '@lingui/react/macro';
import { Failure } from '../../ui/failure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { safeText } from '../../../shared/format/safe-text.ts';
import { LimitSetting } from './limit-setting.tsx';
import styles from './settings.module.css';
import type { HostSettingsState } from './use-host-settings.ts';

/** What an image may cost before it is refused, and why. */
export function LimitsPanel({ host }: { host: HostSettingsState }) {
  const { t } = useLingui();
  const { loaded, retry, refused, change } = host;
  if (loaded.kind === 'failed') return <Failure error={loaded.error} onRetry={retry} />;
  const rows = loaded.value?.limits ?? [];
  const table = (own: boolean, label: string) => (
    <ul className={styles.limits} aria-label={label}>
      {rows
        .filter((row) => (row.range !== null) === own)
        .map((row) => (
          <LimitSetting key={row.name} row={row} onChange={(value) => change({ limits: { [row.name]: value } })} />
        ))}
    </ul>
  );
  return (
    <>
      <h3>
        <Trans>Limits</Trans>
      </h3>
      <p className={styles.lead}>
        <Trans>
          An image is opened by people who suspect it. It is refused, by name and reason, before it costs more than
          this. A new value holds from the next image that is opened, here and on the command line.
        </Trans>
      </p>
      {refused && <Notice kind="error">{safeText(refused.message)}</Notice>}
      {loaded.kind === 'loading' && loaded.value === undefined && (
        <p className={styles.lead} role="status">
          <Trans>Reading the settings…</Trans>
        </p>
      )}
      {table(true, t`Limits that can be changed`)}
      {rows.length > 0 && (
        <>
          <h4>
            <Trans>Fixed by a format or by Outcrop’s own tables</Trans>
          </h4>
          {table(false, t`Limits that are fixed`)}
        </>
      )}
    </>
  );
}
