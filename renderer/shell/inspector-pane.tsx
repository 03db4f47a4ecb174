import { useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import type { ImageHandle } from '../../shared/model/image.ts';
import type { LayerSummary } from '../../shared/model/layer.ts';
import { useApp } from '../app-context.ts';
import type { Inspection } from '../features/inspector/inspection.ts';
import { Inspector } from '../features/inspector/inspector.tsx';
import type { SelectionStore } from '../stores/selection.ts';
import styles from './image-workspace.module.css';

interface InspectorPaneProps {
  readonly image: ImageHandle;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
  readonly selection: SelectionStore;
  readonly inspection: Inspection;
  readonly onChooseLayer: (layer: number) => void;
}

/** The path that is looked at. It follows the selection by itself: another path draws nothing else of the workspace again. */
export function InspectorPane({ image, layers, selection, inspection, onChooseLayer }: InspectorPaneProps) {
  const { t } = useLingui();
  const { client, data } = useApp().connection;
  const place = useStore(selection, (state) => state.place);
  return (
    <aside className={styles.inspector} aria-label={t`Inspector`}>
      <Inspector {...{ client, data, image, layers, inspection, place, onChooseLayer }} />
    </aside>
  );
}
