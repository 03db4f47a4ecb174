import { useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { DIFFERENCE_LAYOUTS, type DifferenceLayout } from '../../../shared/model/compare.ts';
import { useApp } from '../../app-context.ts';
import type { SettingsStore } from '../../stores/settings.ts';
import { IconButton } from '../../ui/button.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { CompareSelectionStore } from './compare-selection.ts';
import styles from './difference-bar.module.css';

const ICONS: Readonly<Record<DifferenceLayout, IconName>> = { tree: 'tree', flat: 'list', packages: 'box' };

/** Differences as a tree, as one list, or by the package that owns them; kept for the next comparison. */
export function LayoutSwitch({ selection }: { selection: CompareSelectionStore }) {
  const { t } = useLingui();
  const { settings } = useApp();
  const layout = useStore(selection, ({ spec }) => spec.layout ?? 'tree');
  const labels = useLayoutLabels();
  return (
    <span className={styles.switch} role="group" aria-label={t`Arrangement`}>
      {DIFFERENCE_LAYOUTS.map((one) => (
        <IconButton
          key={one}
          icon={ICONS[one]}
          label={labels[one]}
          aria-pressed={layout === one}
          onClick={() => chooseLayout(selection, settings, one)}
        />
      ))}
    </span>
  );
}

export function useLayoutLabels(): Readonly<Record<DifferenceLayout, string>> {
  const { t } = useLingui();
  return {
    tree: t`As a tree of folders`,
    flat: t`As one list of paths`,
    packages: t`By the package that owns them`,
  };
}

/** Here, and in the next comparison. */
export function chooseLayout(
  selection: CompareSelectionStore,
  settings: SettingsStore,
  layout: DifferenceLayout,
): void {
  selection.getState().setLayout(layout);
  settings.getState().change({ differenceLayout: layout });
}
