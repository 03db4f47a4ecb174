import { useState, useSyncExternalStore } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { assertNever } from '../../../shared/assert.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { CoreSample } from '../../ui/core-sample/core-sample.tsx';
import { firstChoice } from '../../ui/core-sample/core-cells.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import type { DataPlane } from '../../host/byte-reader.ts';
import type { ContentPlace } from '../../stores/selection.ts';
import { ContentPanel } from './content-panel.tsx';
import type { Inspected, Inspection } from './inspection.ts';
import { InspectorHeader } from './inspector-header.tsx';
import { MetadataTable } from './metadata-table.tsx';
import { VersionDifference } from './version-difference.tsx';
import { firstPair, pairOf, type VersionPair } from './version-pair.ts';
import styles from './inspector.module.css';

interface InspectorProps {
  client: OutcropClient;
  data: DataPlane;
  image: ImageHandle;
  /** Base first. */
  layers: readonly LayerSummary[];
  inspection: Inspection;
  /** Where in the version that is shown first to look. */
  place: ContentPlace | null;
  onChooseLayer: (layer: number) => void;
}

/** Everything about one path: where its versions lie, what hides them, and the bytes of each. */
export function Inspector({ inspection, ...props }: InspectorProps) {
  const inspected = useSyncExternalStore(inspection.subscribe, inspection.current);
  switch (inspected.kind) {
    case 'nothing':
      return (
        <div className={styles.empty}>
          <p>
            <Trans>Select a file to see which layers hold it, what hides it, and what is in it.</Trans>
          </p>
        </div>
      );
    case 'failed':
      return <Failure error={inspected.error} onRetry={inspection.retry} />;
    case 'shown':
      return (
        <StoryInspector
          key={`${inspected.pathID} ${inspected.version ?? ''}`}
          {...props}
          {...inspected}
          inspection={inspection}
        />
      );
    default:
      return assertNever(inspected);
  }
}

type StoryProps = InspectorProps & Omit<Extract<Inspected, { kind: 'shown' }>, 'kind'>;

function StoryInspector({
  client,
  data,
  image,
  layers,
  inspection,
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
        {chosen && <MetadataTable {...{ client, image, pathID, story, layers, onChooseLayer }} version={chosen} />}
      </div>
      {chosen && (
        <ContentPanel
          // Another version is another file: nothing of the one before may stay.
          key={chosen.layer}
          {...{ client, data, image, inspection, pathID }}
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
