import { Trans } from '@lingui/react/macro';
import type { IntegrityItem } from '../../../shared/model/integrity.ts';
import { LayerChip, layerColor } from '../../ui/layer-chip.tsx';
import { DigestText } from './digest-text.tsx';
import { chainSteps, shownDigest, type ChainStep } from './integrity-state.ts';
import { StateMark } from './state-mark.tsx';
import styles from './integrity.module.css';

/** How the chainID of each layer follows from the one below it and its own diffID, with the values of this image. */
export function ChainDrawing({ items }: { items: readonly IntegrityItem[] }) {
  const steps = chainSteps(items);
  if (steps.length === 0) return null;
  return (
    <section className={styles.chain}>
      <h2>
        <Trans>From diffID to chainID</Trans>
      </h2>
      <p className={styles.note}>
        <Trans>
          The chainID of the base layer is its diffID. Each layer above hashes the chainID below, a space, and its own
          diffID:
        </Trans>{' '}
        <code>ChainID(n) = sha256(ChainID(n-1) + " " + DiffID(n))</code>
      </p>
      <ol className={styles.steps}>
        {steps.map((step, at) => (
          <Step key={step.layer} step={step} below={steps[at - 1]} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step, below }: { step: ChainStep; below: ChainStep | undefined }) {
  const { layer, diffID, chainID } = step;
  return (
    <li className={styles.step} data-layer-color={layerColor(layer)} data-state={worst(step)}>
      <LayerChip layer={layer} />
      <div className={styles.formula}>
        {below ? (
          <>
            <span className={styles.call}>sha256(</span>
            <Box name={`ChainID(${below.layer})`} item={below.chainID} carried={below.layer} />
            <span className={styles.call}>+ " " +</span>
            <Box name={`DiffID(${layer})`} item={diffID} />
            <span className={styles.call}>)</span>
          </>
        ) : (
          <Box name={`DiffID(${layer})`} item={diffID} />
        )}
        <span className={styles.call}>=</span>
        <Box name={`ChainID(${layer})`} item={chainID} result />
        <StateMark state={chainID?.state ?? 'unverifiable'} />
      </div>
    </li>
  );
}

function worst({ diffID, chainID }: ChainStep): string | undefined {
  return diffID?.state === 'differs' || chainID?.state === 'differs' ? 'differs' : chainID?.state;
}

interface BoxProps {
  name: string;
  item: IntegrityItem | undefined;
  /** Layer whose colour the box has, when it comes from below. */
  carried?: number;
  result?: boolean;
}

function Box({ name, item, carried, result = false }: BoxProps) {
  return (
    <span
      className={styles.box}
      data-result={result || undefined}
      data-state={item?.state}
      {...(carried !== undefined && { 'data-layer-color': layerColor(carried) })}
    >
      <span className={styles.boxName}>{name}</span>
      <DigestText digest={shownDigest(item)} look="bare" />
    </span>
  );
}
