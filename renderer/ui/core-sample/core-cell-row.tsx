import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { PathStory, PathVersion } from '../../../shared/model/entry.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { Icon } from '../icon.tsx';
import { layerColor } from '../layer-chip.tsx';
import { cellHeight, MIN_CELL_HEIGHT, type CoreCell, type Hiding } from './core-cells.ts';
import { useHidingSentence, useReasonWords, useTypeWords } from './words.ts';
import styles from './core-sample.module.css';

const ICONS = { visible: 'eye', merged: 'layers', hidden: 'ghost' } as const;

interface CoreCellRowProps {
  id: string | undefined;
  cell: CoreCell;
  story: PathStory;
  layers: readonly LayerSummary[];
  /** Bytes of the largest layer. */
  largest: number;
  selected: boolean;
  onChoose: (layer: number, shift: boolean) => void;
}

/** One cell of the drill and the words beside it. */
export function CoreCellRow({ id, cell, story, layers, largest, selected, onChoose }: CoreCellRowProps) {
  if (cell.kind === 'gap') return <GapRow from={cell.from} to={cell.to} />;
  const { layer } = cell;
  const summary = layers[layer];
  const title = summary?.createdBy ? safeText(formatInstruction(summary.createdBy)) : undefined;
  const kind = cell.kind === 'marker' ? 'marker' : standing(cell.version);
  return (
    <div
      id={id}
      className={styles.cell}
      role="option"
      aria-selected={selected}
      aria-disabled={cell.kind === 'marker' || undefined}
      data-layer={layer}
      data-kind={kind}
      data-layer-color={layerColor(layer)}
      title={title}
      style={{ minHeight: cellHeight(summary?.blobSize ?? 0, largest) }}
      onClick={cell.kind === 'version' ? (event) => onChoose(layer, event.shiftKey) : undefined}
    >
      <span className={styles.drill}>{layer}</span>
      {cell.kind === 'version' ? (
        <VersionWords version={cell.version} story={story} />
      ) : (
        <MarkerWords hides={cell.hides} path={story.path} />
      )}
    </div>
  );
}

/** A folder's lower versions are not hidden: what they hold is merged into the one above. */
function standing(version: PathVersion): 'visible' | 'merged' | 'hidden' {
  if (version.visible) return 'visible';
  return version.hiddenBy ? 'hidden' : 'merged';
}

function GapRow({ from, to }: { from: number; to: number }) {
  return (
    <div
      className={styles.cell}
      role="option"
      aria-selected={false}
      aria-disabled
      data-kind="gap"
      style={{ minHeight: MIN_CELL_HEIGHT }}
    >
      <span className={styles.drill}>{from === to ? from : `${from}–${to}`}</span>
      <span className={styles.words}>
        <Plural value={to - from + 1} one="does not have it" other="# layers do not have it" />
      </span>
    </div>
  );
}

function VersionWords({ version, story }: { version: PathVersion; story: PathStory }) {
  const { t } = useLingui();
  const types = useTypeWords();
  const sentence = useHidingSentence();
  const state = standing(version);
  const words = { visible: t`visible`, merged: t`merged`, hidden: t`hidden` };
  const hiding = story.versions.find((other) => other.layer === version.hiddenBy?.layer);
  return (
    <span className={styles.words}>
      <span className={styles.what}>
        <Icon name={ICONS[state]} size={14} />
        <strong>{words[state]}</strong>
        <span>{version.implicit ? t`implied folder` : types[version.type]}</span>
        {version.type === 'file' && <span>{formatBytes(version.size)}</span>}
        {!version.implicit && <Reasons version={version} first={version === story.versions[0]} />}
      </span>
      {state === 'merged' && (
        <span className={styles.why}>
          <Trans>Merged into the folder above, which gives mode and owner</Trans>
        </span>
      )}
      {version.hiddenBy && (
        // A layer without a version of its own says it in its own cell; the eye follows the arrow.
        <span className={hiding ? styles.why : 'visually-hidden'}>
          {sentence(version.hiddenBy, story.path, hiding?.type)}
        </span>
      )}
    </span>
  );
}

function Reasons({ version, first }: { version: PathVersion; first: boolean }) {
  const words = useReasonWords();
  if (version.change.length > 0 || version.undecided)
    return (
      <span className={styles.reasons} data-change="changed" aria-busy={version.undecided}>
        ~ {[...version.change.map((reason) => words[reason]), ...(version.undecided ? ['…'] : [])].join(', ')}
      </span>
    );
  return (
    <span className={styles.reasons} data-change="added">
      + {first ? <Trans>added</Trans> : <Trans>added again</Trans>}
    </span>
  );
}

function MarkerWords({ hides, path }: { hides: readonly Hiding[]; path: string }) {
  const sentence = useHidingSentence();
  const first = hides[0];
  return (
    <span className={styles.words}>
      <span className={styles.what} data-change="removed">
        <Icon name="minus" size={14} />
        {first && <span>{sentence({ layer: first.by, how: first.how, via: first.via }, path, undefined)}</span>}
      </span>
    </span>
  );
}
