import { Tabs } from '@base-ui/react/tabs';
import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { Failure } from '../../ui/failure.tsx';
import tabs from '../../ui/tabs.module.css';
import { useLoaded } from '../../ui/use-loaded.ts';
import { DuplicateList } from './duplicate-list.tsx';
import { HiddenBytes } from './hidden-bytes.tsx';
import { LayerTable } from './layer-table.tsx';
import { SpaceFigures } from './space-figures.tsx';
import { SpaceMap } from './space-map.tsx';
import styles from './space.module.css';

export interface SpaceScreenProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
  readonly selection: SelectionStore;
}

/** Where the bytes are: what shows, what is hidden, what is there twice, and which layer brought it. */
export function SpaceScreen({ client, image, layers, selection }: SpaceScreenProps) {
  const { t } = useLingui();
  const load = useCallback((signal: AbortSignal) => client.space.summary({ image }, { signal }), [client, image]);
  const [state, retry] = useLoaded(load);
  const setMode = useStore(selection, (store) => store.setMode);
  const summary = state.kind === 'failed' ? undefined : state.value;
  return (
    <div className={styles.screen}>
      {state.kind === 'failed' ? <Failure error={state.error} onRetry={retry} /> : <SpaceFigures summary={summary} />}
      <div className={styles.parts}>
        <SpaceMap client={client} image={image} selection={selection} />
        <Tabs.Root className={styles.lists} defaultValue="layers">
          <Tabs.List className={tabs.list} aria-label={t`Lists of space`} activateOnFocus>
            <Tabs.Tab value="layers" className={tabs.tab}>
              {t`By layer`}
            </Tabs.Tab>
            <Tabs.Tab value="hidden" className={tabs.tab}>
              {t`Hidden bytes`}
            </Tabs.Tab>
            <Tabs.Tab value="duplicates" className={tabs.tab}>
              {t`Duplicates`}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="layers" className={tabs.panel} tabIndex={-1}>
            {summary && (
              <LayerTable
                summary={summary}
                layers={layers}
                onChooseLayer={(layer) => setMode({ kind: 'layer', layer })}
              />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="hidden" className={tabs.panel} tabIndex={-1} keepMounted>
            <HiddenBytes client={client} image={image} selection={selection} />
          </Tabs.Panel>
          <Tabs.Panel value="duplicates" className={tabs.panel} tabIndex={-1}>
            <DuplicateList client={client} image={image} selection={selection} />
          </Tabs.Panel>
        </Tabs.Root>
      </div>
    </div>
  );
}
