import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { SpaceSummary } from '../../../shared/model/space.ts';
import { useByteCount } from '../../ui/byte-count.ts';
import { Term } from '../../ui/term.tsx';
import styles from './space.module.css';

/** The figures of the whole image in one strip. Undefined while they are counted. */
export function SpaceFigures({ summary }: { summary: SpaceSummary | undefined }) {
  const { t } = useLingui();
  const { contentSize = 0, visibleSize = 0, hiddenSize = 0, efficiency = 1, dive } = summary ?? {};
  return (
    <dl className={styles.figures} aria-label={t`Figures`} aria-busy={!summary}>
      <Figure name={t`In all layers`} tip={t`Bytes of the files of every layer; each inode once, before compression.`}>
        <Bytes value={summary && contentSize} />
      </Figure>
      <Figure name={t`Visible`} tip={t`Bytes that the merged root file system shows.`}>
        <Bytes value={summary && visibleSize} />
      </Figure>
      <Figure
        name={t`Hidden`}
        tip={t`Bytes that an upper layer deleted or replaced: they are shipped and never seen.`}
        tone={hiddenSize > 0 ? 'warn' : undefined}
      >
        <Bytes value={summary && hiddenSize} />
      </Figure>
      <Figure
        name={t`Efficiency`}
        tip={t`Visible bytes divided by the bytes in all layers: 100 % when nothing is hidden.`}
      >
        <span className={styles.meter} aria-hidden="true">
          <span style={{ width: `${efficiency * 100}%` }} />
        </span>
        {summary ? percent(efficiency) : '–'}
      </Figure>
      <Figure
        name={t`dive's score`}
        tip={t`As the tool dive counts: every copy of a path that several layers hold is waste, the one that shows too, and a deleted folder costs nothing.`}
        tone="quiet"
      >
        {dive ? (
          <>
            {percent(dive.efficiency)}
            <small>
              <Trans>{formatBytes(dive.wastedBytes)} wasted</Trans>
              {dive.userWastedPercent !== null && <> · {percent(dive.userWastedPercent)}</>}
            </small>
          </>
        ) : (
          '–'
        )}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly tip: string;
  readonly tone?: 'warn' | 'quiet' | undefined;
  readonly children: ReactNode;
}

function Figure({ name, tip, tone, children }: FigureProps) {
  return (
    <div className={styles.figure} data-tone={tone}>
      <dt>
        <Term tip={tip}>{name}</Term>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function Bytes({ value }: { value: number | undefined }) {
  const exactly = useByteCount();
  return value === undefined ? '–' : <span title={exactly(value)}>{formatBytes(value)}</span>;
}

/** Never rounds up to 100 %: that would say that nothing is hidden. */
function percent(ratio: number): string {
  const floored = Math.floor(ratio * 1000) / 10;
  return `${floored === 100 ? '100' : floored.toFixed(1)} %`;
}
