import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useStore } from 'zustand';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, LadderRung } from '../../../shared/model/compare.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { LayerRange } from '../../stores/session.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { LayerChip, layerColor } from '../../ui/layer-chip.tsx';
import { isSameLayer, type ChosenLayer, type CompareSelectionStore } from './compare-selection.ts';
import { KIND_MARKS } from './difference-words.ts';
import { LayerRangeChoice } from './layer-range-choice.tsx';
import { ladderBands, ladderSlots, type LadderBand, type LadderSlot } from './ladder-layout.ts';
import styles from './ladder.module.css';

/** Pixels of one line and of what joins the sides. */
const LINE = 42;
const BLOCK = 36;
const GAP = 44;

interface LadderProps {
  readonly comparison: Comparison;
  readonly selection: CompareSelectionStore;
  readonly onLayers: (side: 'before' | 'after', layers: LayerRange | undefined) => void;
}

/** Both stacks, top layer on top; bands join the layers that are the same. */
export function Ladder({ comparison, selection, onLayers }: LadderProps) {
  const { t } = useLingui();
  const chosen = useStore(selection, (state) => state.spec.layer ?? null);
  const { showLayer } = selection.getState();
  const [grouped, setGrouped] = useState(true);
  const { before, after, ladder } = comparison;
  const groups = ladderSlots(ladder, true);
  const slots = grouped ? groups : ladderSlots(ladder, false);
  const bands = ladderBands(slots);
  const height = slots.length * LINE;
  const top = (slot: number) => (slots.length - 1 - slot) * LINE;
  const shared = ladder.filter((rung) => rung.kind === 'same').length;
  const total = Math.max(before.layers.length, after.layers.length);
  return (
    <section className={styles.ladder} aria-label={t`Layers side by side`}>
      <header className={styles.head}>
        <h2>
          <Trans>
            {shared} of {total} layers are shared
          </Trans>
        </h2>
        {groups.some(({ kind }) => kind === 'run') && (
          <button type="button" className={styles.fold} aria-expanded={!grouped} onClick={() => setGrouped(!grouped)}>
            <Icon name={grouped ? 'chevron-right' : 'chevron-down'} size={14} />
            <Trans>Shared layers</Trans>
          </button>
        )}
      </header>
      <div className={styles.sides}>
        <LayerRangeChoice side={before} label={t`Layers before`} onChoose={(layers) => onLayers('before', layers)}>
          <Trans>Before</Trans>
        </LayerRangeChoice>
        <LayerRangeChoice side={after} label={t`Layers after`} onChoose={(layers) => onLayers('after', layers)}>
          <Trans>After</Trans>
        </LayerRangeChoice>
      </div>
      <div className={styles.scroll}>
        <div className={styles.canvas} style={{ height }}>
          <Bands bands={bands} top={top} height={height} />
          <ol className={styles.lines}>
            {slots.toReversed().map((slot, from) => (
              <li key={from} className={styles.line} style={{ height: LINE }}>
                <Line slot={slot} before={before.layers} after={after.layers} chosen={chosen} onChoose={showLayer} />
              </li>
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
}

function Bands({
  bands,
  top,
  height,
}: {
  bands: readonly LadderBand[];
  top: (slot: number) => number;
  height: number;
}) {
  const inset = (LINE - BLOCK) / 2;
  return (
    <svg
      className={styles.bands}
      width={GAP}
      height={height}
      viewBox={`0 0 ${GAP} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bands.map(({ kind, from, to, layer, recompressed }) => {
        const [left, right] = [top(from) + inset, top(to) + inset];
        const middle = GAP / 2;
        return (
          <path
            key={`${from}-${to}`}
            data-kind={kind}
            data-recompressed={recompressed || undefined}
            data-layer-color={layerColor(layer)}
            d={
              kind === 'changed'
                ? `M0 ${left + BLOCK / 2}H${GAP}`
                : `M0 ${left}C${middle} ${left} ${middle} ${right} ${GAP} ${right}V${right + BLOCK}C${middle} ${right + BLOCK} ${middle} ${left + BLOCK} 0 ${left + BLOCK}Z`
            }
          />
        );
      })}
    </svg>
  );
}

interface LineProps {
  readonly slot: LadderSlot;
  readonly before: readonly LayerSummary[];
  readonly after: readonly LayerSummary[];
  readonly chosen: ChosenLayer | null;
  readonly onChoose: (layer: ChosenLayer) => void;
}

function Line({ slot, before, after, chosen, onChoose }: LineProps) {
  const words = useRungWords();
  if (slot.kind === 'run')
    return (
      <>
        <SharedLayers layers={layersOf(before, slot.before)} />
        <span className="visually-hidden">{words.same}</span>
        <SharedLayers layers={layersOf(after, slot.after)} />
      </>
    );
  const { rung } = slot;
  const block = (side: 'before' | 'after', layers: readonly LayerSummary[]) => {
    const { [side]: index } = slot;
    const layer = index === null ? undefined : layers.find((one) => one.index === index);
    if (!layer) return <span className={styles.none} />;
    const own = { side, index: layer.index };
    return <Block layer={layer} rung={rung} pressed={isSameLayer(chosen, own)} onChoose={() => onChoose(own)} />;
  };
  return (
    <>
      {block('before', before)}
      <span className="visually-hidden">{words[rung.kind]}</span>
      {block('after', after)}
    </>
  );
}

function layersOf(layers: readonly LayerSummary[], { from, to }: LayerRange): readonly LayerSummary[] {
  return layers.filter(({ index }) => index >= from && index <= to);
}

function SharedLayers({ layers }: { layers: readonly LayerSummary[] }) {
  const { length } = layers;
  const [first, last] = [layers[0]?.index ?? 0, layers.at(-1)?.index ?? 0];
  return (
    <div className={styles.block} data-kind="same" data-layer-color={layerColor(first)}>
      <span className={styles.first}>
        <LayerChip layer={first} />–<LayerChip layer={last} />
        <span className={styles.size}>{formatBytes(layers.reduce((sum, layer) => sum + layer.blobSize, 0))}</span>
      </span>
      <span className={styles.instruction}>
        <Plural value={length} one="# shared layer" other="# shared layers" />
      </span>
    </div>
  );
}

interface BlockProps {
  readonly layer: LayerSummary;
  readonly rung: LadderRung;
  readonly pressed: boolean;
  readonly onChoose: () => void;
}

/** One layer; pressed, the tree shows only what it made. */
function Block({ layer, rung, pressed, onChoose }: BlockProps) {
  const { t } = useLingui();
  const words = useRungWords();
  const text = layer.createdBy === null ? '' : safeText(formatInstruction(layer.createdBy));
  const believed = (rung.kind === 'same' || rung.kind === 'moved') && !rung.verified;
  const notes = [
    words[rung.kind],
    rung.recompressed ? t`only the compression differs` : '',
    believed ? t`by the digest both claim, not verified yet` : '',
  ];
  return (
    <button
      type="button"
      className={styles.block}
      aria-pressed={pressed}
      onClick={onChoose}
      data-kind={rung.kind}
      data-layer-color={layerColor(layer.index)}
      title={[notes.filter(Boolean).join('; '), text, t`Show only what this layer made`].filter(Boolean).join('\n')}
    >
      <span className={styles.first}>
        <LayerChip layer={layer.index} />
        {rung.kind !== 'same' && (
          <span className={styles.state}>
            <span aria-hidden="true">{RUNG_MARKS[rung.kind].letter}</span>
            <Icon name={RUNG_MARKS[rung.kind].icon} size={12} />
          </span>
        )}
        <span className={styles.size}>{formatBytes(layer.contentSize ?? layer.blobSize)}</span>
      </span>
      <span className={styles.instruction}>{text}</span>
    </button>
  );
}

const RUNG_MARKS: Readonly<Record<Exclude<LadderRung['kind'], 'same'>, { letter: string; icon: IconName }>> = {
  added: KIND_MARKS.added,
  removed: KIND_MARKS.removed,
  changed: KIND_MARKS.content,
  moved: { letter: '', icon: 'swap' },
};

function useRungWords(): Readonly<Record<LadderRung['kind'], string>> {
  const { t } = useLingui();
  return {
    same: t({ message: 'same', context: 'layer' }),
    changed: t({ message: 'changed', context: 'layer' }),
    added: t({ message: 'added', context: 'layer' }),
    removed: t({ message: 'removed', context: 'layer' }),
    moved: t({ message: 'moved', context: 'layer' }),
  };
}
