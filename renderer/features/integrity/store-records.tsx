import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { LayerRecord } from '../../../shared/model/store.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { Failure } from '../../ui/failure.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { Term } from '../../ui/term.tsx';
import { useStoreRecords } from './use-store-records.ts';
import { DigestText } from './digest-text.tsx';
import styles from './integrity.module.css';

/** Images named in one row; the tooltip has them all. */
const MOST_NAMES = 4;

interface StoreRecordsProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
}

/** How the store keeps the layers, in Docker's words: a record for each stack, named by its chainID. */
export function StoreRecords({ client, image, layers }: StoreRecordsProps) {
  const [state, retry] = useStoreRecords(client, image, layers);
  if (layers.length === 0) return null;
  return (
    <section className={styles.chain} aria-busy={state.kind === 'loading'}>
      <h2>
        <Trans>In the store</Trans>
      </h2>
      {state.kind === 'failed' ? (
        <Failure error={state.error} onRetry={retry} />
      ) : (
        state.value && <Records records={state.value} />
      )}
    </section>
  );
}

function Records({ records }: { records: readonly (LayerRecord | null)[] }) {
  const { t } = useLingui();
  if (records.every((record) => record === null))
    return (
      <p className={styles.note}>
        <Trans>
          The store has none of these layers. Once this image is stored, each layer's record shows here: its parent,
          where its blob lies, and which images stand on it.
        </Trans>
      </p>
    );
  return (
    <>
      <p className={styles.note}>
        <Trans>
          The store has one record for each stack of layers, named by the chainID of its top: images with the same
          layers share it.
        </Trans>
      </p>
      <table className={styles.table} aria-label={t`Records of the store`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Layer</Trans>
            </th>
            <th scope="col">chainID</th>
            <th scope="col">
              <Term tip={t`chainID of the stack below this layer; the base has none.`}>
                <Trans>Parent</Trans>
              </Term>
            </th>
            <th scope="col">
              <Term tip={t`Name of the blob in the store's folder of blobs.`}>cache-id</Term>
            </th>
            <th scope="col" className={styles.number}>
              <Term tip={t`Bytes of the layer's files.`}>
                <Trans>Size</Trans>
              </Term>
            </th>
            <th scope="col" className={styles.number}>
              <Term tip={t`Bytes of the blob, compressed or not.`}>
                <Trans>Blob</Trans>
              </Term>
            </th>
            <th scope="col" className={styles.users}>
              <Trans>Images that stand on it</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map((record, layer) => (
            <RecordRow key={layer} layer={layer} record={record} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function RecordRow({ layer, record }: { layer: number; record: LayerRecord | null }) {
  return (
    <tr>
      <th scope="row">
        <LayerChip layer={layer} />
      </th>
      {record ? (
        <>
          <td>
            <DigestText digest={record.chainID} look="bare" />
          </td>
          <td>
            <DigestText digest={record.parent} look="bare" />
          </td>
          <td>
            <DigestText digest={record.cacheID} look="bare" />
          </td>
          <td className={styles.number}>{formatBytes(record.size)}</td>
          <td className={styles.number}>
            {record.blobSize === null ? <Trans>missing</Trans> : formatBytes(record.blobSize)}
          </td>
          <td className={styles.users} title={record.usedBy.map((name) => safeText(name)).join('\n')}>
            <Users names={record.usedBy} />
          </td>
        </>
      ) : (
        <td colSpan={6} className={styles.none}>
          <Trans>not stored</Trans>
        </td>
      )}
    </tr>
  );
}

function Users({ names }: { names: readonly string[] }) {
  const rest = names.length - MOST_NAMES;
  return (
    <>
      <bdi>
        {names
          .slice(0, MOST_NAMES)
          .map((name) => safeText(name))
          .join(', ') || '–'}
      </bdi>
      {rest > 0 && (
        <>
          {' '}
          <Trans>and {rest} more</Trans>
        </>
      )}
    </>
  );
}
