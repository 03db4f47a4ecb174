import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { PathOffer } from '../../../shared/model/entry.ts';
import { useApp } from '../../app-context.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { Icon } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { SafeName } from '../../ui/safe-name.tsx';
import { TYPE_ICONS } from '../../ui/type-icon.ts';
import { findPaths } from './find-paths.ts';
import styles from './palette.module.css';
import { QuickPick } from './quick-pick.tsx';
import type { ActiveImage } from './use-active-image.ts';

/** Of a search through all names; a path from the root is completed at once. */
const DEBOUNCE_MS = 60;
const NO_HITS: readonly PathOffer[] = [];

interface Found {
  readonly typed: string;
  readonly hits: readonly PathOffer[];
  readonly error: WireError | null;
}

/** Goes to a path of the image; Tab completes a folder. */
export function PathPalette({ active, onClose }: { active: ActiveImage; onClose: () => void }) {
  const { t } = useLingui();
  const { client } = useApp().connection;
  const { image, selection } = active;
  const [typed, setTyped] = useState('/');
  const [found, setFound] = useState<Found | null>(null);

  useEffect(() => {
    if (typed === '') return undefined;
    const abort = new AbortController();
    const look = () =>
      findPaths(client, image, typed, abort.signal).then(
        (hits) => !abort.signal.aborted && setFound({ typed, hits, error: null }),
        (error: unknown) => !abort.signal.aborted && setFound({ typed, hits: NO_HITS, error: wireErrorOf(error) }),
      );
    const timer = setTimeout(() => void look(), typed.startsWith('/') ? 0 : DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, image, typed]);

  const hits = typed === '' ? NO_HITS : (found?.hits ?? NO_HITS);
  const settled = found?.typed === typed;
  return (
    <QuickPick
      label={t`Go to path`}
      placeholder={t`A path from /, or a part of a name`}
      typed={typed}
      onType={setTyped}
      items={hits}
      keyOf={(hit) => String(hit.pathID)}
      render={(hit) => <Offer hit={hit} />}
      complete={(hit) => (hit.type === 'dir' ? `${hit.path}/` : hit.path)}
      onChoose={(hit) => {
        onClose();
        selection.getState().goTo(hit.path);
      }}
      onClose={onClose}
      status={
        found?.error && settled ? (
          safeText(found.error.message)
        ) : settled && hits.length === 0 ? (
          <Trans>No layer has a path like that.</Trans>
        ) : (
          hits.length > 0 && (
            <>
              <Plural value={hits.length} one="# path" other="# paths" /> · <Trans>Tab completes</Trans>
            </>
          )
        )
      }
    />
  );
}

function Offer({ hit }: { hit: PathOffer }) {
  return (
    <>
      <span className={styles.icon}>
        <Icon name={TYPE_ICONS[hit.type]} />
      </span>
      <span className={styles.name} data-hidden={!hit.visible || undefined} title={safeText(hit.path)}>
        <SafeName text={hit.path} />
      </span>
      {!hit.visible && (
        <span className={styles.state}>
          <Trans>hidden</Trans>
        </span>
      )}
      <LayerChip layer={hit.layer} />
    </>
  );
}
