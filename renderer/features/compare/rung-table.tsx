import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { Comparison } from '../../../shared/model/compare.ts';
import type { LayerShare, RungSizes } from '../../../shared/model/compare-sizes.ts';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { Term } from '../../ui/term.tsx';
import tables from '../../ui/content-difference/difference-tables.module.css';
import type { ChosenLayer } from './compare-selection.ts';
import { signedBytes } from './difference-words.ts';
import styles from './size-differences.module.css';

interface RungTableProps {
  readonly rungs: readonly RungSizes[];
  readonly comparison: Comparison;
  readonly onShow: (layer: ChosenLayer) => void;
}

/** What each layer gives to either image; top layer first, as in the ladder. */
export function RungTable({ rungs, comparison: { ladder }, onShow }: RungTableProps) {
  const { t } = useLingui();
  return (
    <section className={styles.rungs} aria-label={t`Layers by size`}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Layers</Trans>
            </th>
            <th scope="col" className={tables.number}>
              <Term tip={t`Bytes that the merged root file system shows of the layer, before and after.`}>
                <Trans>Visible</Trans>
              </Term>
            </th>
            <th scope="col" className={tables.number}>
              <Trans>Change in size</Trans>
            </th>
            <th scope="col" className={tables.number}>
              <Term tip={t`Bytes of the layer that upper layers hide, before and after.`}>
                <Trans>Hidden</Trans>
              </Term>
            </th>
            <th scope="col" className={tables.number}>
              <Trans>Differing files</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {rungs.toReversed().map(({ rung, before, after }) => (
            <tr key={rung} data-quiet={ladder[rung]?.kind === 'same' || undefined}>
              <td>
                <span className={styles.pair}>
                  <Chip share={before} /> → <Chip share={after} />
                </span>
              </td>
              <td className={tables.number}>
                <Pair before={before?.visibleSize} after={after?.visibleSize} />
              </td>
              <td
                className={`${tables.number} ${styles.delta}`}
                data-sign={Math.sign((after?.visibleSize ?? 0) - (before?.visibleSize ?? 0))}
              >
                {signedBytes((after?.visibleSize ?? 0) - (before?.visibleSize ?? 0))}
              </td>
              <td className={tables.number}>
                <Pair before={before?.hiddenSize} after={after?.hiddenSize} />
              </td>
              <td className={tables.number}>
                <Differing share={before} side="before" onShow={onShow} />
                <Differing share={after} side="after" onShow={onShow} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Chip({ share }: { share: LayerShare | null }) {
  return <span className={styles.chip}>{share ? <LayerChip layer={share.layer} /> : '–'}</span>;
}

/** Both, or one where they are the same. */
function Pair({ before = 0, after = 0 }: { before: number | undefined; after: number | undefined }) {
  if (before === after) return after === 0 ? '–' : formatBytes(after);
  return `${formatBytes(before)} → ${formatBytes(after)}`;
}

interface DifferingProps {
  readonly share: LayerShare | null;
  readonly side: 'before' | 'after';
  readonly onShow: (layer: ChosenLayer) => void;
}

function Differing({ share, side, onShow }: DifferingProps) {
  const { t } = useLingui();
  if (!share || share.differing === 0) return null;
  const { layer, differing } = share;
  const name = side === 'before' ? t`Show what layer ${layer} before made` : t`Show what layer ${layer} after made`;
  return (
    <button
      type="button"
      className={tables.link}
      title={name}
      aria-label={name}
      onClick={() => onShow({ side, index: layer })}
    >
      {differing.toLocaleString()}
    </button>
  );
}
