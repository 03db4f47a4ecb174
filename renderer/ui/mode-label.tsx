import { Trans, useLingui } from '@lingui/react/macro';
import type { ViewMode } from '../../shared/model/view.ts';
import { IconButton } from './button.tsx';
import { LayerChip } from './layer-chip.tsx';
import styles from './mode-label.module.css';

/** Which tree is shown when it is not the merged one, and the way back. */
export function ModeLabel({ mode, onMerged }: { mode: ViewMode; onMerged: () => void }) {
  const { t } = useLingui();
  if (mode.kind === 'merged') return null;
  return (
    <span className={styles.mode}>
      {mode.kind === 'layer' ? <Trans>Only layer</Trans> : <Trans>As of layer</Trans>}
      <LayerChip layer={mode.layer} />
      <IconButton icon="close" label={t`Back to the merged tree`} onClick={onMerged} />
    </span>
  );
}
