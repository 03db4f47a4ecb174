import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { SizeComparison } from '../../../shared/model/compare-sizes.ts';
import { useByteCount } from '../../ui/byte-count.ts';
import { Term } from '../../ui/term.tsx';
import { signedBytes } from './difference-words.ts';
import styles from './size-differences.module.css';

/** The sums of both images beside each other: all layers, the merged tree, and what is shipped and never seen. */
export function SizeFigures({ sizes: { before, after } }: { sizes: SizeComparison }) {
  const { t } = useLingui();
  return (
    <dl className={styles.figures} aria-label={t`Figures`}>
      <Figure
        name={t`In all layers`}
        tip={t`Bytes of the files of every layer; each inode once, before compression.`}
        before={before.contentSize}
        after={after.contentSize}
      />
      <Figure
        name={t`Visible`}
        tip={t`Bytes that the merged root file system shows.`}
        before={before.visibleSize}
        after={after.visibleSize}
      />
      <Figure
        name={t`Hidden`}
        tip={t`Bytes that an upper layer deleted or replaced: they are shipped and never seen.`}
        before={before.hiddenSize}
        after={after.hiddenSize}
      />
      <div className={styles.figure}>
        <dt>
          <Term tip={t`Visible bytes divided by the bytes in all layers: 100 % when nothing is hidden.`}>
            <Trans>Efficiency</Trans>
          </Term>
        </dt>
        <dd>
          {percent(before.efficiency)} → <b>{percent(after.efficiency)}</b>
        </dd>
      </div>
    </dl>
  );
}

interface FigureProps {
  readonly name: ReactNode;
  readonly tip: string;
  readonly before: number;
  readonly after: number;
}

function Figure({ name, tip, before, after }: FigureProps) {
  const exactly = useByteCount();
  return (
    <div className={styles.figure}>
      <dt>
        <Term tip={tip}>{name}</Term>
      </dt>
      <dd>
        <span title={exactly(before)}>{formatBytes(before)}</span> → <b title={exactly(after)}>{formatBytes(after)}</b>
        {after !== before && (
          <span className={styles.delta} data-sign={Math.sign(after - before)}>
            {signedBytes(after - before)}
          </span>
        )}
      </dd>
    </div>
  );
}

/** Never rounds up to 100 %: that would say that nothing is hidden. */
function percent(ratio: number): string {
  const floored = Math.floor(ratio * 1000) / 10;
  return `${floored === 100 ? '100' : floored.toFixed(1)} %`;
}
