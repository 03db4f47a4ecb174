import { useLingui } from '@lingui/react/macro';
import { DIFFERENCE_LAYOUTS } from '../../../shared/model/compare.ts';
import { useApp } from '../../app-context.ts';
import { useOfferedCommands } from '../../use-offered-commands.ts';
import type { CompareSelectionStore } from './compare-selection.ts';
import type { DifferenceController } from './difference-controller.ts';
import type { FilesLayout } from './files-panes.tsx';
import { chooseLayout, useLayoutLabels } from './layout-switch.tsx';

interface Comparing {
  readonly selection: CompareSelectionStore;
  readonly controller: DifferenceController;
  readonly layout: FilesLayout;
  readonly onSwap: () => void;
}

/** What a comparison can do, by name. */
export function useCompareCommands({ selection, controller, layout, onSwap }: Comparing): void {
  const { t } = useLingui();
  const { settings } = useApp();
  const labels = useLayoutLabels();
  const { hideReviewed, showTab } = selection.getState();
  const jump = (backward: boolean) => {
    showTab('files');
    void controller.jump(backward);
  };
  useOfferedCommands([
    { id: 'compare-next', label: t`Next difference`, keys: 'F8', run: () => jump(false) },
    { id: 'compare-previous', label: t`Previous difference`, keys: 'Shift+F8', run: () => jump(true) },
    { id: 'compare-swap', label: t`Swap sides`, run: onSwap },
    ...DIFFERENCE_LAYOUTS.map((one) => ({
      id: `compare-${one}`,
      label: t`Differences: ${labels[one]}`,
      run: () => chooseLayout(selection, settings, one),
    })),
    {
      id: 'compare-reviewed',
      label: t`Hide or show what was reviewed`,
      run: () => hideReviewed(selection.getState().spec.hideReviewed !== true),
    },
    {
      id: 'compare-alone',
      label: layout.alone ? t`Show the tree of differences again` : t`Show the difference alone`,
      run: () => layout.setAlone(!layout.alone),
    },
  ]);
}
