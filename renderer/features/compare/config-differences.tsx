import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, ConfigDifference } from '../../../shared/model/compare.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { Button } from '../../ui/button.tsx';
import { ConfigValue } from './config-value.tsx';
import { DifferenceMark } from './difference-mark.tsx';
import { COMPARED_DOCUMENTS, DocumentDifferences, type ComparedDocument } from './document-differences.tsx';
import styles from '../../ui/content-difference/difference-tables.module.css';

interface ConfigDifferencesProps {
  readonly client: OutcropClient;
  readonly comparison: Comparison;
}

/** What differs in both configs field by field, and the JSON documents themselves. */
export function ConfigDifferences({ client, comparison }: ConfigDifferencesProps) {
  const { t } = useLingui();
  const [shown, setShown] = useState<'fields' | ComparedDocument>('fields');
  const labels = { fields: t`Fields`, config: t`Config as JSON`, manifest: t`Manifest as JSON` };
  return (
    <>
      <div className={styles.chips} role="toolbar" aria-label={t`Config`}>
        {(['fields', ...COMPARED_DOCUMENTS] as const).map((name) => (
          <Button key={name} look="plain" aria-pressed={shown === name} onClick={() => setShown(name)}>
            {labels[name]}
          </Button>
        ))}
      </div>
      {shown === 'fields' ? (
        <Fields comparison={comparison} />
      ) : (
        <DocumentDifferences key={shown} client={client} comparison={comparison} kind={shown} />
      )}
    </>
  );
}

/** The fields of both configs and the annotations of both manifests that differ; null, empty and absent are the same. */
function Fields({ comparison }: { comparison: Comparison }) {
  const { t } = useLingui();
  const rows = [...comparison.config, ...comparison.annotations];
  if (rows.length === 0)
    return (
      <p className={styles.message}>
        <Trans>Both configs say the same: environment, command, ports, volumes, labels and the rest.</Trans>
      </p>
    );
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t`Differences of the config`}>
        <thead>
          <tr>
            <th scope="col" className={styles.markHead}>
              <span className="visually-hidden">
                <Trans>Difference</Trans>
              </span>
            </th>
            <th scope="col">
              <Trans>Field</Trans>
            </th>
            <th scope="col" className={styles.half}>
              <Trans>Before</Trans>
            </th>
            <th scope="col" className={styles.half}>
              <Trans>After</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.field}\u0000${row.key ?? ''}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: ConfigDifference }) {
  return (
    <tr>
      <td>
        <DifferenceMark kind={row.kind === 'changed' ? 'content' : row.kind} />
      </td>
      <th scope="row">
        {safeText(row.field)}
        {row.key !== undefined && <code className={styles.key}>{safeText(row.key)}</code>}
      </th>
      <ConfigValue row={row} side="before" />
      <ConfigValue row={row} side="after" />
    </tr>
  );
}
