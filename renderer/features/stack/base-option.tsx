import { Tooltip } from '@base-ui/react/tooltip';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { plural } from '@lingui/core/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { StoredImage } from '../../../shared/model/store.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { Icon } from '../../ui/icon.tsx';
import { shortName } from '../../ui/image-words.ts';
import { layerColor } from '../../ui/layer-chip.tsx';
import tip from '../../ui/tooltip.module.css';
import type { BaseGroup } from './base-group.ts';
import styles from './stack.module.css';
import { thickness } from './thickness.ts';

interface BaseOptionProps {
  readonly id: string;
  readonly base: BaseGroup;
  /** Of its layers; null while one is not known. */
  readonly bytes: number | null;
  readonly folded: boolean;
  readonly selected: boolean;
  readonly dry: boolean;
  /** @param extend from the selected layer to these */
  readonly onChoose: (extend: boolean) => void;
  readonly onFold: () => void;
}

/** Above the layers of the base image, or in place of them: chooses all of them, and folds them. */
export function BaseOption({ id, base, bytes, folded, selected, dry, onChoose, onFold }: BaseOptionProps) {
  const { t } = useLingui();
  const { count, reason } = base;
  const size = bytes === null ? '…' : formatBytes(bytes);
  const name = reason.kind === 'stored' ? nameOf(reason.image) : null;
  const claimed = reason.kind === 'older' && reason.claimed !== null ? shortName(reason.claimed) : null;
  const days = reason.kind === 'older' ? reason.days : 0;
  const why = name ?? claimed ?? t`${plural(days, { one: '# day older', other: '# days older' })}`;
  const layers = t`${plural(count, { one: '# layer', other: '# layers' })}`;
  const state = folded ? t`folded` : t`unfolded`;
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        delay={500}
        render={
          <div
            id={id}
            role="option"
            className={styles.base}
            data-folded={folded || undefined}
            data-dry={dry || undefined}
            aria-selected={selected}
            aria-label={[t`Base image`, why, layers, size, state].join(', ')}
            style={folded ? { height: thickness(bytes) } : undefined}
            onMouseDown={(event) => onChoose(event.shiftKey)}
            onDoubleClick={onFold}
          />
        }
      >
        <span
          className={styles.fold}
          onMouseDown={(event) => {
            event.stopPropagation();
            onFold();
          }}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          {folded && (
            <span className={styles.stripes}>
              {Array.from({ length: count }, (_, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- layers, top first
                <i key={index} data-layer-color={layerColor(count - 1 - index)} />
              ))}
            </span>
          )}
          <Icon name={folded ? 'chevron-right' : 'chevron-down'} size={14} />
        </span>
        <span className={styles.body}>
          <span className={styles.baseTitle}>
            <b>
              <Trans>Base image</Trans>
            </b>{' '}
            <bdi>{why}</bdi>
          </span>
          {folded && (
            <span className={styles.meta}>
              <span>{size}</span>
              <span>{layers}</span>
            </span>
          )}
        </span>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner side="right" align="start" sideOffset={8} className={tip.positioner}>
          <Tooltip.Popup className={tip.popup}>
            <div className={styles.tip}>
              <p>
                {name === null ? (
                  <Plural
                    value={days}
                    one="The layer above was made # day after the base layer: these layers most likely come from another build, the base image."
                    other="The layer above was made # days after the base layer: these layers most likely come from another build, the base image."
                  />
                ) : (
                  <Trans>The stored image {name} consists of just these layers.</Trans>
                )}
              </p>
              {claimed !== null && (
                <p>
                  <Trans>The manifest names {claimed} as the base image.</Trans>
                </p>
              )}
              <p>
                <Trans>← folds, → unfolds; Enter does either.</Trans>
              </p>
            </div>
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** As Docker shows it. */
export function nameOf({ names, manifestDigest }: StoredImage): string {
  return names[0] === undefined ? shortDigest(manifestDigest) : shortName(names[0]);
}
