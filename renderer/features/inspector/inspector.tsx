import { useCallback, useState } from 'react';
import { Trans } from '@lingui/react/macro';
import type { PathStory } from '../../../shared/model/entry.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { CoreSample } from '../../ui/core-sample/core-sample.tsx';
import { firstChoice } from '../../ui/core-sample/core-cells.ts';
import { Failure } from '../../ui/failure.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import type { DataPlane } from '../../host/byte-reader.ts';
import { ContentPanel } from './content-panel.tsx';
import { InspectorHeader } from './inspector-header.tsx';
import { MetadataTable } from './metadata-table.tsx';
import styles from './inspector.module.css';

export interface InspectorProps {
  client: OutcropClient;
  data: DataPlane;
  image: ImageHandle;
  /** Base first. */
  layers: readonly LayerSummary[];
  path: string | null;
  /** Null when the path came without one: it is looked up. */
  pathID: number | null;
  /** Layer of the version to show first; null for the visible one. */
  version: number | null;
  onChooseLayer: (layer: number) => void;
}

/** Everything about one path: where its versions lie, what hides them, and the bytes of each. */
export function Inspector(props: InspectorProps) {
  if (props.path === null)
    return (
      <div className={styles.empty}>
        <p>
          <Trans>Select a file to see which layers hold it, what hides it, and what is in it.</Trans>
        </p>
      </div>
    );
  return <PathInspector {...props} path={props.path} />;
}

function PathInspector({
  client,
  data,
  image,
  layers,
  path,
  pathID,
  version,
  onChooseLayer,
}: InspectorProps & { path: string }) {
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [story, id] = await Promise.all([
        client.image.explain({ image, path }, { signal }),
        pathID ?? client.image.lookup({ image, path }, { signal }),
      ]);
      return { story, id };
    },
    [client, image, path, pathID],
  );
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.empty} aria-busy="true" />;
  const { story, id } = state.value;
  return (
    <StoryInspector
      key={`${image} ${story.path} ${version ?? ''}`}
      {...{ client, data, image, layers, story, version, onChooseLayer }}
      pathID={id}
      busy={state.kind === 'loading'}
    />
  );
}

interface StoryProps extends Omit<InspectorProps, 'path'> {
  story: PathStory;
  /** True while the story of the next path is on its way. */
  busy: boolean;
}

function StoryInspector({ client, data, image, layers, story, pathID, version, busy, onChooseLayer }: StoryProps) {
  const [picked, setPicked] = useState<number | null>(version);
  const chosen = story.versions.find(({ layer }) => layer === picked) ?? firstChoice(story.versions);
  return (
    <section className={styles.inspector} aria-busy={busy}>
      <InspectorHeader story={story} />
      <div className={styles.facts} tabIndex={-1}>
        <CoreSample story={story} layers={layers} chosen={chosen?.layer ?? -1} onChoose={setPicked} />
        {chosen && <MetadataTable story={story} version={chosen} layers={layers} onChooseLayer={onChooseLayer} />}
      </div>
      {chosen && (
        <ContentPanel
          // Another version is another file: nothing of the one before may stay.
          key={chosen.layer}
          {...{ client, data, image, pathID }}
          path={story.path}
          version={chosen}
        />
      )}
    </section>
  );
}
