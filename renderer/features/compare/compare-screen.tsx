import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ImageHandle, ImageSummary } from '../../../shared/model/image.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import { useApp } from '../../app-context.ts';
import type { CompareSide } from '../../../shared/model/compare.ts';
import type { CompareChoice, CompareTab, ImageChoice, LayerRange } from '../../stores/session.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { baseName, imageTitle, platformText, sourceTitle } from '../../ui/image-words.ts';
import { createCompareLoad } from './compare-load.ts';
import { ComparisonView } from './comparison-view.tsx';
import styles from './compare.module.css';

/** Two images side by side: which two, how far the comparison is, and then what it found. */
export function CompareScreen({ tab }: { tab: CompareTab }) {
  const { session } = useApp();
  const [attempt, setAttempt] = useState(0);
  const { chooseLayers, chooseSide, swapSides } = session.getState();
  for (const side of ['before', 'after'] as const)
    if (tab[side].image === null)
      return <SideChoice choice={tab[side]} onChoose={(image) => chooseSide(tab.key, side, image)} />;
  const before = imageOf(tab.before);
  const after = imageOf(tab.after);
  if (!before || !after) return null;
  return (
    <Running
      key={`${sideKey(tab.before)} ${sideKey(tab.after)} ${attempt}`}
      before={compareSide(before, tab.before)}
      after={compareSide(after, tab.after)}
      titles={[sourceTitle(before, tab.before.opened.source.path), sourceTitle(after, tab.after.opened.source.path)]}
      onSwap={() => swapSides(tab.key)}
      onLayers={(side, layers) => chooseLayers(tab.key, side, layers)}
      onRestart={() => setAttempt(attempt + 1)}
      onOpen={(side) => session.getState().add(tab[side].opened, tab[side].image ?? undefined)}
    />
  );
}

function imageOf({ opened, image }: ImageChoice): ImageSummary | undefined {
  return opened.images.find((other) => other.handle === image);
}

function compareSide({ handle }: ImageSummary, { layers }: CompareChoice): CompareSide {
  return { image: handle, ...(layers && { layers }) };
}

function sideKey({ image, layers }: CompareChoice): string {
  return `${image} ${layers ? `${layers.from}-${layers.to}` : ''}`;
}

interface RunningProps {
  readonly before: CompareSide;
  readonly after: CompareSide;
  /** Of either side. */
  readonly titles: readonly [string, string];
  readonly onSwap: () => void;
  readonly onLayers: (side: 'before' | 'after', layers: LayerRange | undefined) => void;
  readonly onOpen: (side: 'before' | 'after') => void;
  readonly onRestart: () => void;
}

function Running({ before, after, titles, onSwap, onLayers, onOpen, onRestart }: RunningProps) {
  const { connection, activity } = useApp();
  const [load] = useState(() =>
    createCompareLoad(connection.client, activity, {
      before,
      after,
      subject: titles.join(' ⇄ '),
    }),
  );
  const state = useSyncExternalStore(load.subscribe, load.current);
  useEffect(() => load.start(), [load]);
  switch (state.kind) {
    case 'ready':
      return (
        <ComparisonView
          key={state.compare}
          compare={state.compare}
          comparison={state.comparison}
          reviewed={state.reviewed}
          onSwap={onSwap}
          onLayers={onLayers}
          onOpen={onOpen}
          onRestart={onRestart}
        />
      );
    case 'failed':
      return (
        <div className={styles.centred}>
          <Failure error={state.error} onRetry={onRestart} />
        </div>
      );
    case 'stopped':
      return (
        <div className={styles.centred}>
          <p>
            <Trans>Comparing was stopped.</Trans>
          </p>
          <Button onClick={onRestart}>
            <Trans>Compare again</Trans>
          </Button>
        </div>
      );
    default:
      return <Waiting titles={titles} progress={state.progress} onCancel={load.cancel} />;
  }
}

interface WaitingProps {
  readonly titles: readonly [string, string];
  readonly progress: Progress | null;
  readonly onCancel: () => void;
}

function Waiting({ titles, progress, onCancel }: WaitingProps) {
  const { t } = useLingui();
  const { done, total } = progress ?? { done: 0, total: 0 };
  const [left, right] = titles;
  return (
    <div className={styles.centred} aria-busy="true">
      <p className={styles.lead}>
        <Trans>
          Comparing {left} with {right}
        </Trans>
      </p>
      <progress className={styles.progress} aria-label={t`Progress`} {...(total > 0 && { value: done, max: total })} />
      <p className={styles.amount}>{total > 0 && `${formatBytes(done)} / ${formatBytes(total)}`}</p>
      <Button onClick={onCancel}>
        <Trans>Cancel</Trans>
      </Button>
    </div>
  );
}

function SideChoice({ choice, onChoose }: { choice: ImageChoice; onChoose: (image: ImageHandle) => void }) {
  const images = choice.opened.images.filter((image) => image.kind === 'image');
  const file = safeText(baseName(choice.opened.source.path));
  return (
    <div className={styles.centred}>
      <h1 className={styles.lead}>
        <Plural
          value={images.length}
          _0={`No image in ${file} has a root file system`}
          other={`Which image of ${file} should be compared?`}
        />
      </h1>
      <ul className={styles.choices}>
        {images.map((image) => (
          <li key={image.handle}>
            <Button disabled={image.problem !== undefined} onClick={() => onChoose(image.handle)}>
              <Icon name="box" />
              {imageTitle(image)}
              <span className={styles.amount}>{platformText(image.platform)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
