import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { WireError } from '../../../shared/errors.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { Icon } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './warnings-screen.module.css';

/** More than this is one archive's mischief; the count above the list is exact. */
const MOST_SHOWN = 1000;

interface WarningsScreenProps {
  /** Null while they are asked for. */
  readonly warnings: readonly Warning[] | null;
  readonly error: WireError | null;
  readonly onGoTo: (path: string) => void;
  readonly onChooseLayer: (layer: number) => void;
}

/** What is odd about an image: not errors, but what engines may treat differently. */
export function WarningsScreen({ warnings, error, onGoTo, onChooseLayer }: WarningsScreenProps) {
  if (error) return <Notice kind="error">{safeText(error.message)}</Notice>;
  if (!warnings) return <div className={styles.screen} aria-busy="true" />;
  if (warnings.length === 0)
    return (
      <div className={styles.none}>
        <Icon name="check" size={28} />
        <p>
          <Trans>Nothing odd was found in this image.</Trans>
        </p>
      </div>
    );
  const { length: count } = warnings;
  return (
    <div className={styles.screen}>
      <p className={styles.lead}>
        <Trans>
          Engines may treat these differently, or they were skipped. None of them stops the image from being shown.
        </Trans>
      </p>
      <ul>
        {warnings.slice(0, MOST_SHOWN).map((warning, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a fixed list; the same warning may come twice
          <li key={index} className={styles.row}>
            <Icon name="warning" />
            <span className={styles.layer}>
              {warning.layer !== undefined && (
                <button type="button" onClick={() => onChooseLayer(warning.layer ?? 0)}>
                  <LayerChip layer={warning.layer} />
                </button>
              )}
            </span>
            <div className={styles.text} data-selectable>
              <p>{safeText(warning.message)}</p>
              <p className={styles.detail}>
                <code>{safeText(warning.code)}</code>
                {warning.path !== undefined && (
                  <button type="button" onClick={() => onGoTo(warning.path ?? '/')}>
                    <bdi>{safeText(warning.path)}</bdi>
                  </button>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {count > MOST_SHOWN && (
        <p className={styles.lead}>
          <Trans>
            The first {MOST_SHOWN} of {count} are listed.
          </Trans>
        </p>
      )}
    </div>
  );
}

/** Asks for the warnings of an image once its layers are read. */
export function useWarnings(client: OutcropClient, image: ImageHandle, ready: boolean) {
  const [warnings, setWarnings] = useState<readonly Warning[] | null>(null);
  const [error, setError] = useState<WireError | null>(null);
  useEffect(() => {
    if (!ready) return undefined;
    const abort = new AbortController();
    client.image.warnings({ image }, { signal: abort.signal }).then(
      (list) => setWarnings(list),
      (problem: unknown) => !abort.signal.aborted && setError(wireErrorOf(problem)),
    );
    return () => abort.abort();
  }, [client, image, ready]);
  return { warnings, error };
}
