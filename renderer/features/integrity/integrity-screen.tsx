import { useCallback } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { IntegrityItem } from '../../../shared/model/integrity.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { ChainDrawing } from './chain-drawing.tsx';
import { countStates } from './integrity-state.ts';
import { IntegrityTable } from './integrity-table.tsx';
import { StoreRecords } from './store-records.tsx';
import { useVerify, type Verification } from './use-verify.ts';
import styles from './integrity.module.css';

export interface IntegrityScreenProps {
  client: OutcropClient;
  image: ImageHandle;
  /** Base first. */
  layers: readonly LayerSummary[];
}

/** Every digest of the image: who claims it, what the bytes hash to, and how the chain of layers is derived. */
export function IntegrityScreen({ client, image, layers }: IntegrityScreenProps) {
  const load = useCallback((signal: AbortSignal) => client.image.integrity({ image }, { signal }), [client, image]);
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (state.kind === 'loading') return <div className={styles.screen} aria-busy="true" />;
  return <LoadedIntegrity key={image} {...{ client, image, layers }} unchecked={state.value} />;
}

function LoadedIntegrity({
  client,
  image,
  layers,
  unchecked,
}: IntegrityScreenProps & { unchecked: readonly IntegrityItem[] }) {
  const verification = useVerify(client, image, unchecked);
  return (
    <div className={styles.screen}>
      <VerifyBar verification={verification} />
      {verification.error !== null && <Failure error={verification.error} onRetry={verification.start} />}
      <div className={styles.scroll} tabIndex={-1}>
        <IntegrityTable items={verification.items} layers={layers} />
        <ChainDrawing items={verification.items} />
        <StoreRecords client={client} image={image} layers={layers} />
      </div>
    </div>
  );
}

function VerifyBar({ verification: { items, progress, finished, start, cancel } }: { verification: Verification }) {
  const { t } = useLingui();
  return (
    <header className={styles.bar}>
      <Summary items={items} finished={finished} running={progress !== null} />
      <span className={styles.gap} />
      {progress && (
        <>
          <progress
            aria-label={t`Bytes hashed`}
            {...(progress.total > 0 && { value: progress.done, max: progress.total })}
          />
          <span className={styles.bytes}>
            {formatBytes(progress.done)}
            {progress.total > 0 && ` / ${formatBytes(progress.total)}`}
          </span>
          <Button onClick={cancel}>
            <Trans>Cancel</Trans>
          </Button>
        </>
      )}
      {!progress && (
        <Button look={finished ? 'normal' : 'primary'} icon="seal" onClick={start}>
          {finished ? <Trans>Verify again</Trans> : <Trans>Verify</Trans>}
        </Button>
      )}
    </header>
  );
}

function Summary({
  items,
  finished,
  running,
}: {
  items: readonly IntegrityItem[];
  finished: boolean;
  running: boolean;
}) {
  // A digest that nothing claims is news, not a check: of a docker-archive's members none is claimed.
  const claimed = items.filter(({ expected }) => expected !== null);
  const counts = countStates(claimed);
  const total = claimed.length;
  const { ok, differs } = counts;
  const checked = ok + differs;
  const rest = total - ok;
  if (differs > 0)
    return (
      <p className={styles.summary} data-state="differs" role="status">
        <Icon name="error" />
        <Trans>
          {differs} of {total} digests differ: those bytes are not what they claim to be.
        </Trans>
      </p>
    );
  if (running)
    return (
      <p className={styles.summary} role="status">
        <Trans>
          Hashing… {checked} of {total} checked.
        </Trans>
      </p>
    );
  if (!finished)
    return (
      <p className={styles.summary} role="status">
        <Trans>
          {checked} of {total} digests are checked. Verify hashes every byte of the image.
        </Trans>
      </p>
    );
  if (total === 0)
    return (
      <p className={styles.summary} role="status">
        <Icon name="info" />
        <Trans>Nothing in this image claims a digest; the table shows what its bytes hash to.</Trans>
      </p>
    );
  if (ok < total)
    return (
      <p className={styles.summary} role="status">
        <Icon name="info" />
        <Trans>
          {ok} of {total} digests are right; {rest} could not be checked, the table says why.
        </Trans>
      </p>
    );
  return (
    <p className={styles.summary} data-state="ok" role="status">
      <Icon name="check" />
      <Trans>All {total} digests are right: every byte is what it claims to be.</Trans>
    </p>
  );
}
