import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { ComparedSide } from '../../../shared/model/compare.ts';
import type { LayerRange } from '../../stores/session.ts';
import styles from './ladder.module.css';

interface LayerRangeChoiceProps {
  readonly side: ComparedSide;
  readonly label: string;
  /** Undefined for the whole image. */
  readonly onChoose: (layers: LayerRange | undefined) => void;
  readonly children: ReactNode;
}

/** Which layers of a side are compared: all, or some merged on their own. */
export function LayerRangeChoice({ side, label, onChoose, children }: LayerRangeChoiceProps) {
  const { t } = useLingui();
  const { from, to } = side;
  const top = side.image.layerCount - 1;
  if (top < 1) return <span>{children}</span>;
  const choose = (range: LayerRange) => onChoose(range.from === 0 && range.to === top ? undefined : range);
  return (
    <span className={styles.range} role="group" aria-label={label}>
      <span>{children}</span>
      <LayerSelect
        label={t`From layer`}
        value={from}
        first={0}
        last={to}
        onChange={(layer) => choose({ from: layer, to })}
      />
      <span aria-hidden="true">–</span>
      <LayerSelect
        label={t`To layer`}
        value={to}
        first={from}
        last={top}
        onChange={(layer) => choose({ from, to: layer })}
      />
    </span>
  );
}

interface LayerSelectProps {
  readonly label: string;
  readonly value: number;
  readonly first: number;
  readonly last: number;
  readonly onChange: (layer: number) => void;
}

function LayerSelect({ label, value, first, last, onChange }: LayerSelectProps) {
  return (
    <select aria-label={label} title={label} value={value} onChange={(event) => onChange(Number(event.target.value))}>
      {Array.from({ length: last - first + 1 }, (_, at) => (
        <option key={first + at} value={first + at}>
          {first + at}
        </option>
      ))}
    </select>
  );
}
