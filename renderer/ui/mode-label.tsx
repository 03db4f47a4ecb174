import { Trans, useLingui } from '@lingui/react/macro';
import { assertNever } from '../../shared/assert.ts';
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
      <ModeWords mode={mode} />
      <IconButton icon="close" label={t`Back to the merged tree`} onClick={onMerged} />
    </span>
  );
}

function ModeWords({ mode }: { mode: Exclude<ViewMode, { kind: 'merged' }> }) {
  switch (mode.kind) {
    case 'range':
      return (
        <>
          <Trans>Net effect</Trans> <LayerChip layer={mode.from} /> – <LayerChip layer={mode.to} />
        </>
      );
    case 'layer':
      return (
        <>
          <Trans>Only layer</Trans> <LayerChip layer={mode.layer} />
        </>
      );
    case 'upto':
      return (
        <>
          <Trans>As of layer</Trans> <LayerChip layer={mode.layer} />
        </>
      );
    default:
      return assertNever(mode);
  }
}
