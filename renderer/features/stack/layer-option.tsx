import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { CSSProperties } from 'react';
import { Tooltip } from '@base-ui/react/tooltip';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction, parseInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { Icon } from '../../ui/icon.tsx';
import { layerColor } from '../../ui/layer-chip.tsx';
import tip from '../../ui/tooltip.module.css';
import { LayerTip } from './layer-tip.tsx';
import styles from './stack.module.css';
import { thickness } from './thickness.ts';

/** Pixels; of the stratum's two parts. */
const META_HEIGHT = 22;
const LINE_HEIGHT = 18;

interface LayerOptionProps {
  readonly id: string;
  readonly layer: LayerSummary;
  /** By the measure that is chosen; null while it is not known. */
  readonly bytes: number | null;
  /** What the merged tree shows of it, once measured. */
  readonly visibleSize: number | null;
  /** Names of other stored images that have it. */
  readonly shared: readonly string[];
  readonly selected: boolean;
  /** Above the water line: not part of the tree that is shown. */
  readonly dry: boolean;
  /** @param extend from the selected layer to this one */
  readonly onChoose: (extend: boolean) => void;
}

/** One layer of the cross-section. */
export function LayerOption({ id, layer, bytes, visibleSize, shared, selected, dry, onChoose }: LayerOptionProps) {
  const { t } = useLingui();
  const number = layer.index;
  const size = bytes === null ? '…' : formatBytes(bytes);
  const height = thickness(bytes ?? layer.contentSize ?? layer.blobSize);
  const lines = Math.max(1, Math.floor((height - META_HEIGHT) / LINE_HEIGHT));
  const words = layer.createdBy === null ? '' : safeText(formatInstruction(layer.createdBy));
  const others = shared.length;
  const sharing =
    others === 0
      ? ''
      : t`${plural(others, { one: 'shared with # stored image', other: 'shared with # stored images' })}`;
  const claim = layer.state === 'claimed' ? t`from its table of contents` : '';
  const label = [t`Layer ${number}`, words, bytes === null ? '' : size, counts(layer), claim, sharing, layer.problem]
    .filter(Boolean)
    .join(', ');
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        delay={500}
        render={
          <div
            id={id}
            role="option"
            className={styles.layer}
            data-layer-color={layerColor(number)}
            data-state={layer.state}
            data-dry={dry || undefined}
            aria-selected={selected}
            aria-label={label}
            style={{ height, '--lines': lines } as CSSProperties}
            onMouseDown={(event) => onChoose(event.shiftKey)}
          />
        }
      >
        <span className={styles.band}>{number}</span>
        <span className={styles.body}>
          <Instruction layer={layer} single={lines === 1} />
          <span className={styles.meta}>
            <span className={styles.size}>
              {size}
              {shared.length > 0 && (
                <span className={styles.shared}>
                  <Icon name="link" size={12} />
                  {shared.length}
                </span>
              )}
            </span>
            <Counts layer={layer} />
          </span>
        </span>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner side="right" align="start" sideOffset={8} className={tip.positioner}>
          <Tooltip.Popup className={tip.popup}>
            <LayerTip layer={layer} visibleSize={visibleSize} shared={shared} />
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

function Instruction({ layer, single }: { layer: LayerSummary; single: boolean }) {
  const { t } = useLingui();
  if (layer.createdBy === null || layer.createdBy.trim() === '')
    return <span className={styles.nothing}>{t`No instruction recorded`}</span>;
  const { keyword, text } = parseInstruction(layer.createdBy);
  return (
    <span className={styles.instruction} data-single={single || undefined}>
      {keyword !== null && <b>{keyword} </b>}
      <bdi>{safeText(withShortHashes(text.replace(/\s+/g, ' ')))}</bdi>
    </span>
  );
}

function Counts({ layer }: { layer: LayerSummary }) {
  const { t } = useLingui();
  const { added, changed, removed } = layer;
  if (layer.state === 'absent' || layer.state === 'damaged')
    return (
      <span className={styles.problem}>
        <Icon name="warning" size={13} />
        {layer.state === 'absent' ? t`not in this file` : t`damaged`}
      </span>
    );
  if (added === null || changed === null || removed === null) return <span className={styles.waiting}>…</span>;
  return (
    <span className={styles.counts}>
      {layer.state === 'claimed' && (
        <span className={styles.claim} title={t`From its table of contents; the layer is not read yet`}>
          <Icon name="clock" size={12} />
        </span>
      )}
      <span data-change="added" title={t`Paths added`}>
        +{added}
      </span>
      <span data-change="changed" title={t`Paths changed`}>
        ~{changed}
      </span>
      <span data-change="removed" title={t`Paths removed`}>
        −{removed}
      </span>
    </span>
  );
}

function counts({ added, changed, removed }: LayerSummary): string {
  return added === null ? '' : `+${added} ~${changed} −${removed}`;
}

/** The classic builder names what it copied by a whole hash; twelve digits tell as much. */
function withShortHashes(text: string): string {
  return text.replace(/\b(file|dir|multi):([0-9a-f]{12})[0-9a-f]{20,}/g, '$1:$2…');
}
