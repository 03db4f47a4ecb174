import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { PathID } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { failureText } from '../../ui/failure.tsx';
import { safeText } from '../../../shared/format/safe-text.ts';
import styles from './inspector.module.css';

interface ContentDigestProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly pathID: PathID;
  readonly layer: number;
}

type Told =
  | { readonly kind: 'asked' }
  | { readonly kind: 'known'; readonly digest: string }
  | { readonly kind: 'failed'; readonly message: string };

/** The digest of a version's content: the whole file is read for it, so only when it is asked for. */
export function ContentDigest({ client, image, pathID, layer }: ContentDigestProps) {
  const { t } = useLingui();
  const [told, setTold] = useState<Told | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const ask = async () => {
    const stop = new AbortController();
    running.current = stop;
    setTold({ kind: 'asked' });
    try {
      const [digest = ''] = await client.content.digests(
        { image, files: [{ pathID, layer }] },
        { signal: stop.signal },
      );
      setTold({ kind: 'known', digest });
    } catch (error) {
      if (!stop.signal.aborted) setTold({ kind: 'failed', message: failureText(error) });
    }
  };

  if (told?.kind === 'known')
    return (
      <span className={styles.digest}>
        <code title={told.digest}>{told.digest}</code>
        <CopyButton text={told.digest} label={t`Copy digest`} />
      </span>
    );
  return (
    <>
      <button
        type="button"
        className={styles.ask}
        disabled={told?.kind === 'asked'}
        title={t`Reads the whole file`}
        onClick={() => void ask()}
      >
        {told?.kind === 'asked' ? <Trans>Reading the file…</Trans> : <Trans>Compute</Trans>}
      </button>
      {told?.kind === 'failed' && (
        <p className={styles.note} role="alert">
          {safeText(told.message)}
        </p>
      )}
    </>
  );
}
