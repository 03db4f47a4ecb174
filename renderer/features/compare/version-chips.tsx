import { useLingui } from '@lingui/react/macro';
import { Icon } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import type { ChosenVersions, ComparedVersion } from './compared-versions.ts';
import styles from './path-difference.module.css';

interface VersionChipsProps {
  readonly chosen: ChosenVersions;
  readonly before: ComparedVersion | null;
  readonly after: ComparedVersion | null;
  readonly onReset: () => void;
}

/** Says that other versions than those that show are compared, and leads back. */
export function VersionChips({ chosen, before, after, onReset }: VersionChipsProps) {
  const { t } = useLingui();
  if (chosen.before === null && chosen.after === null) return null;
  const hint = t`Compare what shows on both sides again`;
  return (
    <button type="button" className={styles.versions} title={hint} aria-label={hint} onClick={onReset}>
      {before?.entry ? <LayerChip layer={before.entry.layer} /> : '–'}
      <span aria-hidden="true">→</span>
      {after?.entry ? <LayerChip layer={after.entry.layer} /> : '–'}
      <Icon name="close" size={12} />
    </button>
  );
}
