import { useCallback, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { PathStory } from '../../../shared/model/entry.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { CoreSample } from '../../ui/core-sample/core-sample.tsx';
import { firstChoice } from '../../ui/core-sample/core-cells.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import type { DataPlane } from '../../host/byte-reader.ts';
import type { ContentPlace } from '../../stores/selection.ts';
import { ContentPanel } from './content-panel.tsx';
import { InspectorHeader } from './inspector-header.tsx';
import { MetadataTable } from './metadata-table.tsx';
import { VersionDifference } from './version-difference.tsx';
import { firstPair, pairOf, type VersionPair } from './version-pair.ts';
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
  /** Where in that version's content to look. */
  place: ContentPlace | null;
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
  place,
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
      {...{ client, data, image, layers, story, version, place, onChooseLayer }}
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

function StoryInspector({
  client,
  data,
  image,
  layers,
  story,
  pathID,
  version,
  place,
  busy,
  onChooseLayer,
}: StoryProps) {
  const [picked, setPicked] = useState<number | null>(version);
  const { t } = useLingui();
  const [comparing, setComparing] = useState<VersionPair | null>(null);
  const chosen = story.versions.find(({ layer }) => layer === picked) ?? firstChoice(story.versions);
  const pair = chosen && firstPair(story, chosen);
  return (
    <section className={styles.inspector} aria-busy={busy}>
      <InspectorHeader story={story} />
      <div className={styles.facts} tabIndex={-1}>
        <CoreSample
          story={story}
          layers={layers}
          chosen={chosen?.layer ?? -1}
          onChoose={setPicked}
          onCompare={(other) => chosen && setComparing(pairOf(chosen.layer, other))}
        />
        {pair && (
          <Button
            className={styles.compare}
            icon="swap"
            title={t`Shift with a click on a version compares it with the chosen one`}
            onClick={() => setComparing(pair)}
          >
            <Trans>Compare with another version…</Trans>
          </Button>
        )}
        {chosen && <MetadataTable story={story} version={chosen} layers={layers} onChooseLayer={onChooseLayer} />}
      </div>
      {chosen && (
        <ContentPanel
          // Another version is another file: nothing of the one before may stay.
          key={chosen.layer}
          {...{ client, data, image, pathID }}
          path={story.path}
          version={chosen}
          place={place && chosen.layer === version ? place : undefined}
        />
      )}
      {comparing && (
        <VersionDifference
          {...{ data, image, pathID, story, layers }}
          pair={comparing}
          onClose={() => setComparing(null)}
        />
      )}
    </section>
  );
}
