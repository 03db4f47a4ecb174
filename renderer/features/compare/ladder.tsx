import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, LadderRung } from '../../../shared/model/compare.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { LayerChip, layerColor } from '../../ui/layer-chip.tsx';
import { KIND_MARKS } from './difference-words.ts';
import { ladderBands, ladderSlots, MIN_GROUP, type LadderBand, type LadderSlot } from './ladder-layout.ts';
import styles from './ladder.module.css';

/** Pixels of one line and of what joins the sides. */
const LINE = 42;
const BLOCK = 36;
const GAP = 44;

/** Both stacks, top layer on top; bands join the layers that are the same. */
export function Ladder({ comparison }: { comparison: Comparison }) {
  const { t } = useLingui();
  const [grouped, setGrouped] = useState(true);
  const { before, after, ladder, sharedBase } = comparison;
  const slots = ladderSlots(ladder, sharedBase, grouped);
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
        {sharedBase >= MIN_GROUP && (
          <button type="button" className={styles.fold} aria-expanded={!grouped} onClick={() => setGrouped(!grouped)}>
            <Icon name={grouped ? 'chevron-right' : 'chevron-down'} size={14} />
            <Trans>Shared base</Trans>
          </button>
        )}
      </header>
      <div className={styles.sides} aria-hidden="true">
        <span>
          <Trans>Before</Trans>
        </span>
        <span>
          <Trans>After</Trans>
        </span>
      </div>
      <div className={styles.scroll}>
        <div className={styles.canvas} style={{ height }}>
          <Bands bands={bands} top={top} height={height} />
          <ol className={styles.lines}>
            {slots.toReversed().map((slot, from) => (
              <li key={from} className={styles.line} style={{ height: LINE }}>
                <Line slot={slot} before={before.layers} after={after.layers} />
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
}

function Line({ slot, before, after }: LineProps) {
  const words = useRungWords();
  if (slot.kind === 'shared-base') {
    const layers = before.slice(0, slot.to + 1);
    return (
      <>
        <SharedBase layers={layers} />
        <span className="visually-hidden">{words.same}</span>
        <SharedBase layers={after.slice(0, slot.to + 1)} />
      </>
    );
  }
  const { rung } = slot;
  return (
    <>
      <Block
        layer={slot.before === null ? undefined : before.find((layer) => layer.index === slot.before)}
        rung={rung}
      />
      <span className="visually-hidden">{words[rung.kind]}</span>
      <Block layer={slot.after === null ? undefined : after.find((layer) => layer.index === slot.after)} rung={rung} />
    </>
  );
}

function SharedBase({ layers }: { layers: readonly LayerSummary[] }) {
  const { length } = layers;
  return (
    <div className={styles.block} data-kind="same" data-layer-color={layerColor(0)}>
      <span className={styles.first}>
        <LayerChip layer={0} />–<LayerChip layer={length - 1} />
        <span className={styles.size}>{formatBytes(layers.reduce((sum, layer) => sum + layer.blobSize, 0))}</span>
      </span>
      <span className={styles.instruction}>
        <Plural value={length} one="# shared layer" other="# shared layers" />
      </span>
    </div>
  );
}

function Block({ layer, rung }: { layer: LayerSummary | undefined; rung: LadderRung }) {
  const { t } = useLingui();
  const words = useRungWords();
  if (!layer) return <span className={styles.none} />;
  const text = layer.createdBy === null ? '' : safeText(formatInstruction(layer.createdBy));
  const notes = [words[rung.kind], rung.recompressed ? t`only the compression differs` : ''].filter(Boolean).join('; ');
  return (
    <div
      className={styles.block}
      data-kind={rung.kind}
      data-layer-color={layerColor(layer.index)}
      title={[notes, text].filter(Boolean).join('\n')}
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
    </div>
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
