import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatTimestamp } from '../../../shared/format/time.ts';
import type { ContainerSummary } from '../../../shared/model/container.ts';
import { useApp } from '../../app-context.ts';
import { IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { baseName, shortName } from '../../ui/image-words.ts';
import { useLoaded } from '../../ui/use-loaded.ts';
import styles from './container-list.module.css';

interface ContainerListProps {
  readonly onOpen: (container: ContainerSummary) => void;
  /** Deletes it, its tab included. */
  readonly onRemove: (container: ContainerSummary) => Promise<void>;
}

/** The containers of the data folder, in the library; nothing when there is none. */
export function ContainerList({ onOpen, onRemove }: ContainerListProps) {
  const { t } = useLingui();
  const { client } = useApp().connection;
  const [removing, setRemoving] = useState<ContainerSummary | null>(null);
  const load = useCallback((signal: AbortSignal) => client.container.list(undefined, { signal }), [client]);
  const [loaded, retry] = useLoaded(load);
  if (loaded.kind === 'failed') return <Failure error={loaded.error} onRetry={retry} />;
  const containers = loaded.value ?? [];
  if (containers.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="containers-title">
      <h2 id="containers-title">
        <Trans>Containers</Trans>
      </h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t`Name`}</th>
            <th scope="col">{t`Image`}</th>
            <th scope="col">{t`Edits`}</th>
            <th scope="col">{t`Created`}</th>
            <th scope="col">
              <span className="visually-hidden">{t`Actions`}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {containers
            .toSorted((a, b) => (a.created < b.created ? 1 : -1))
            .map((one) => (
              <tr key={one.id}>
                <td>
                  <button type="button" aria-label={t`Open container ${name(one)}`} onClick={() => onOpen(one)}>
                    <Icon name="pencil" size={14} />
                    <span className={styles.name}>{name(one)}</span>
                    {one.name !== '' && <span className={styles.id}>{one.id}</span>}
                  </button>
                </td>
                <td title={safeText(one.image.path)}>
                  {one.image.names[0] === undefined
                    ? safeText(baseName(one.image.path))
                    : shortName(one.image.names[0])}
                </td>
                <td>
                  <Plural value={one.edits} _0="none" one="# edit" other="# edits" />
                </td>
                <td>{formatTimestamp(one.created).slice(0, 16)}</td>
                <td>
                  <IconButton icon="trash" label={t`Delete container ${name(one)}…`} onClick={() => setRemoving(one)} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {removing && (
        <ConfirmDialog
          title={t`Delete the container ${name(removing)}?`}
          confirm={t`Delete`}
          onConfirm={async () => {
            await onRemove(removing);
            retry();
          }}
          onClose={() => setRemoving(null)}
        >
          <Trans>The writable layer and all its edits are deleted. The image below stays as it is.</Trans>
        </ConfirmDialog>
      )}
    </section>
  );
}

function name(one: ContainerSummary): string {
  return one.name === '' ? one.id : safeText(one.name);
}
