import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { SpaceTree } from '../../../shared/model/space.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LayerChip, layerColor } from '../../ui/layer-chip.tsx';
import { ModeLabel } from '../../ui/mode-label.tsx';
import { SafeName } from '../../ui/safe-name.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import list from '../../ui/list-screen.module.css';
import styles from './space.module.css';
import type { ColorBy } from './treemap/draw.ts';
import { FILE_KINDS, KIND_COLORS, type FileKind } from './treemap/file-kind.ts';
import { Treemap } from './treemap/treemap.tsx';

/** Boxes asked for at once: more would be smaller than a pixel or two on a large screen. */
const MOST_BOXES = 4000;
const DEPTH = 10;
/** More chips than a legend can say. */
const MOST_CHIPS = 14;

interface SpaceMapProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
}

interface Step {
  readonly pathID: number;
  readonly name: string;
}

/** The treemap with what it shows above it: the folder that fills it, and what its colours mean. */
export function SpaceMap({ client, image, selection }: SpaceMapProps) {
  const { t } = useLingui();
  const mode = useStore(selection, (state) => state.mode);
  const setMode = useStore(selection, (state) => state.setMode);
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const [hidden, setHidden] = useState(false);
  const [colorBy, setColorBy] = useState<ColorBy>('layer');
  const pathID = steps.at(-1)?.pathID ?? 0;
  const load = useCallback(
    async (signal: AbortSignal) => ({
      steps,
      tree: await client.space.tree(
        { image, pathID, mode: hidden ? { kind: 'hidden' } : mode, depth: DEPTH, limit: MOST_BOXES },
        { signal },
      ),
    }),
    [client, image, pathID, mode, hidden, steps],
  );
  const [state, retry] = useLoaded(load);
  const shown = state.kind === 'failed' ? undefined : state.value;
  const folder = pathOf(shown?.steps ?? []);

  return (
    <section className={styles.map} aria-label={t`Treemap`}>
      <div className={list.bar} role="toolbar" aria-label={t`Treemap`}>
        <IconButton
          icon="folder-up"
          label={t`Out one folder (Backspace)`}
          disabled={steps.length === 0}
          onClick={() => setSteps(steps.slice(0, -1))}
        />
        <Crumbs steps={steps} onChoose={(count) => setSteps(steps.slice(0, count))} />
        {!hidden && <ModeLabel mode={mode} onMerged={() => setMode({ kind: 'merged' })} />}
        <span className={styles.gap} />
        <Button
          look="plain"
          icon="ghost"
          aria-pressed={hidden}
          title={t`Show the bytes that no one sees instead of those that show`}
          onClick={() => setHidden(!hidden)}
        >
          <Trans>Hidden only</Trans>
        </Button>
        <span className={styles.choice} role="group" aria-label={t`Colours`}>
          <Button look="plain" aria-pressed={colorBy === 'layer'} onClick={() => setColorBy('layer')}>
            <Trans>By layer</Trans>
          </Button>
          <Button look="plain" aria-pressed={colorBy === 'type'} onClick={() => setColorBy('type')}>
            <Trans>By type</Trans>
          </Button>
        </span>
      </div>
      {state.kind === 'failed' && <Failure error={state.error} onRetry={retry} />}
      {shown && shown.tree.nodes.length > 1 ? (
        <>
          <Treemap
            tree={shown.tree}
            folder={folder}
            colorBy={colorBy}
            busy={state.kind === 'loading'}
            onSelect={(id, names, layer) =>
              selection.getState().select(id, `${folder}/${names.join('/')}`, hidden ? layer : undefined)
            }
            onZoom={(more) => setSteps([...(shown.steps ?? []), ...more])}
            onOut={() => setSteps(steps.slice(0, -1))}
          />
          <Legend tree={shown.tree} colorBy={colorBy} />
        </>
      ) : (
        <div className={styles.empty} aria-busy={state.kind === 'loading'}>
          {shown && (hidden ? <Trans>Nothing is hidden here.</Trans> : <Trans>No bytes here.</Trans>)}
        </div>
      )}
    </section>
  );
}

function pathOf(steps: readonly Step[]): string {
  return steps.map(({ name }) => `/${name}`).join('');
}

function Crumbs({ steps, onChoose }: { steps: readonly Step[]; onChoose: (count: number) => void }) {
  const { t } = useLingui();
  return (
    <nav className={styles.crumbs} aria-label={t`Folder of the treemap`}>
      {[{ name: '/', pathID: 0 }, ...steps].map(({ name, pathID }, index) => (
        <span key={pathID} className={styles.crumb}>
          {index > 1 && <Icon name="chevron-right" size={12} />}
          <button
            type="button"
            aria-current={index === steps.length ? 'true' : undefined}
            onClick={() => onChoose(index)}
          >
            <SafeName text={name} />
          </button>
        </span>
      ))}
    </nav>
  );
}

function Legend({ tree, colorBy }: { tree: SpaceTree; colorBy: ColorBy }) {
  const { t } = useLingui();
  const words: Readonly<Record<FileKind, string>> = {
    program: t`programs`,
    library: t`libraries`,
    code: t`code`,
    text: t`texts`,
    archive: t`archives`,
    media: t`media`,
    data: t`data`,
    other: t`other files`,
  };
  if (colorBy === 'type')
    return (
      <ul className={styles.legend} aria-label={t`What the colours mean`}>
        {FILE_KINDS.map((kind) => (
          <li key={kind} data-layer-color={KIND_COLORS[kind]}>
            <span className={styles.swatch} aria-hidden="true" />
            {words[kind]}
          </li>
        ))}
      </ul>
    );
  const used = [...new Set(tree.nodes.slice(1).map((node) => node.layer))].toSorted((a, b) => a - b);
  const rest = used.length - MOST_CHIPS;
  return (
    <ul className={styles.legend} aria-label={t`What the colours mean`}>
      <li>
        <Trans>Layer</Trans>
      </li>
      {used.slice(0, MOST_CHIPS).map((layer) => (
        <li key={layer} data-layer-color={layerColor(layer)}>
          <LayerChip layer={layer} />
        </li>
      ))}
      {rest > 0 && (
        <li>
          <Trans>and {rest} more</Trans>
        </li>
      )}
    </ul>
  );
}
