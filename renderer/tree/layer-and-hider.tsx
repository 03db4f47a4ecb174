import { useLingui } from '@lingui/react/macro';
import type { HiddenBy } from '../../shared/model/entry.ts';
import { LayerChip } from '../ui/layer-chip.tsx';
import styles from './tree-grid.module.css';

interface LayerAndHiderProps {
  readonly layer: number;
  /** Undefined for what is visible. */
  readonly hiddenBy: Pick<HiddenBy, 'layer'> | undefined;
}

/** The layer that holds a version and, of a hidden one, the layer that hides it. */
export function LayerAndHider({ layer, hiddenBy }: LayerAndHiderProps) {
  const { t } = useLingui();
  const hider = hiddenBy?.layer;
  return (
    <>
      <LayerChip layer={layer} title={t`In layer ${layer}`} />
      {hider !== undefined && (
        <>
          <span className={styles.by} aria-hidden="true">
            ◂
          </span>
          <LayerChip layer={hider} ghost title={t`Hidden by layer ${hider}`} />
        </>
      )}
    </>
  );
}
