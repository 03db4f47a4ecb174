import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { SpaceSummary } from '../../../shared/model/space.ts';
import { LayerChip, layerColor } from '../../ui/layer-chip.tsx';
import { Term } from '../../ui/term.tsx';
import styles from './space.module.css';

interface LayerTableProps {
  readonly summary: SpaceSummary;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
  readonly onChooseLayer: (layer: number) => void;
}

/** What each layer contributes and hides; top layer first, as in the stack. */
export function LayerTable({ summary, layers, onChooseLayer }: LayerTableProps) {
  const { t } = useLingui();
  const most = Math.max(1, ...summary.layers.map((layer) => layer.contentSize));
  return (
    <div className={styles.scroll} tabIndex={-1}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Layer</Trans>
            </th>
            <th scope="col">
              <Trans>Shown and hidden</Trans>
            </th>
            <th scope="col" className={styles.number}>
              <Term tip={t`Bytes of this layer that the merged root file system shows: what it contributes.`}>
                {t`Visible`}
              </Term>
            </th>
            <th scope="col" className={styles.number}>
              <Term tip={t`Bytes of this layer that upper layers hide.`}>{t`Hidden`}</Term>
            </th>
            <th scope="col" className={styles.number}>
              <Term tip={t`Bytes of lower layers that this layer was the first to hide.`}>{t`Hides`}</Term>
            </th>
          </tr>
        </thead>
        <tbody>
          {summary.layers.toReversed().map(({ layer, contentSize, visibleSize, hiddenSize, hidesSize, hidesCount }) => {
            const instruction = safeText(formatInstruction(layers[layer]?.createdBy ?? ''));
            const visible = formatBytes(visibleSize);
            const hidden = formatBytes(hiddenSize);
            return (
              <tr key={layer} data-layer-color={layerColor(layer)}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.layerButton}
                    title={t`Show only layer ${layer}`}
                    onClick={() => onChooseLayer(layer)}
                  >
                    <LayerChip layer={layer} />
                    <bdi>{instruction}</bdi>
                  </button>
                </th>
                <td>
                  <span className={styles.stacked} title={t`${visible} visible, ${hidden} hidden`}>
                    <span data-part="visible" style={{ width: `${(visibleSize / most) * 100}%` }} />
                    <span data-part="hidden" style={{ width: `${((contentSize - visibleSize) / most) * 100}%` }} />
                  </span>
                </td>
                <td className={styles.number}>{visible}</td>
                <td className={styles.number}>{hiddenSize > 0 ? hidden : '–'}</td>
                <td className={styles.number} title={t`${hidesCount} versions`}>
                  {hidesCount > 0 ? formatBytes(hidesSize) : '–'}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
