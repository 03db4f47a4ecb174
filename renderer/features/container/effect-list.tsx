import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ContainerEffect } from '../../../shared/model/container.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import type { ContainerSnapshot } from './container-model.ts';
import styles from './container-stack.module.css';

const SHOWN = 12;
const ICONS: Readonly<Record<ContainerEffect['kind'], IconName>> = {
  'copy-up': 'arrow-up',
  new: 'plus',
  whiteout: 'ghost',
  opaque: 'eye',
  rewritten: 'pencil',
  dropped: 'minus',
};

/** What overlayfs did for the last edit, in its own words. */
export function EffectList({ edited }: { edited: NonNullable<ContainerSnapshot['edited']> }) {
  const { t } = useLingui();
  const { effects, effectCount, way } = edited;
  const words: Readonly<Record<ContainerEffect['kind'], { readonly word: string; readonly tip: string }>> = {
    'copy-up': { word: t`copied up`, tip: t`The first write copied it from below into the writable layer.` },
    new: { word: t`new`, tip: t`It is made in the writable layer.` },
    whiteout: { word: t`whiteout`, tip: t`A marker in the writable layer says that the path below is gone.` },
    opaque: { word: t`opaque`, tip: t`Nothing of the folders below shows through.` },
    rewritten: { word: t`written`, tip: t`It lay in the writable layer already and is changed there.` },
    dropped: { word: t`dropped`, tip: t`It lies in the writable layer no longer.` },
  };
  const more = effectCount - SHOWN;
  return (
    <section className={styles.effects} aria-live="polite">
      <h3>
        {way === 'undo' ? (
          <Trans>Undone</Trans>
        ) : way === 'redo' ? (
          <Trans>Done again</Trans>
        ) : (
          <Trans>What overlayfs did</Trans>
        )}
      </h3>
      {effectCount === 0 ? (
        <p>
          <Trans>Nothing in the writable layer: the path lies in a volume.</Trans>
        </p>
      ) : (
        <ul>
          {effects.slice(0, SHOWN).map(({ kind, path, layer }) => (
            <li key={`${kind} ${path}`} data-kind={kind}>
              <Icon name={ICONS[kind]} size={13} />
              <b title={words[kind].tip}>{words[kind].word}</b>
              <bdi title={safeText(path)}>{safeText(path)}</bdi>
              {layer !== null && <LayerChip layer={layer} title={t`From layer ${layer}`} />}
            </li>
          ))}
        </ul>
      )}
      {more > 0 && (
        <p>
          <Plural value={more} one="and # more" other="and # more" />
        </p>
      )}
    </section>
  );
}
