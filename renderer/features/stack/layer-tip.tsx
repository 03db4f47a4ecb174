import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { parseInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import styles from './stack.module.css';

/** Longest instruction shown whole; the History tab has the rest. */
const MOST_LINES = 24;

/** Other images named here; the Library knows the rest. */
const MOST_IMAGES = 8;

interface LayerTipProps {
  readonly layer: LayerSummary;
  /** Null while it is not measured. */
  readonly visibleSize: number | null;
  readonly shared: readonly string[];
}

/** All of a layer that its stratum has no room for. */
export function LayerTip({ layer, visibleSize, shared }: LayerTipProps) {
  const instruction = layer.createdBy === null ? null : parseInstruction(layer.createdBy);
  const lines = instruction?.text.split('\n') ?? [];
  return (
    <div className={styles.tip}>
      {instruction && (
        <pre>
          {[instruction.keyword, instruction.args].filter(Boolean).join(' ')}{' '}
          {lines
            .slice(0, MOST_LINES)
            .map((line) => safeText(line))
            .join('\n')}
          {lines.length > MOST_LINES && '\n…'}
        </pre>
      )}
      {layer.state === 'claimed' && (
        <p>
          <Trans>From its table of contents; the layer is not read yet</Trans>
        </p>
      )}
      {layer.problem !== undefined && <p className={styles.problem}>{safeText(layer.problem)}</p>}
      <dl>
        <Fact name={<Trans>stored</Trans>}>
          {formatBytes(layer.blobSize)}
          {layer.compression !== 'none' && ` · ${layer.compression}`}
        </Fact>
        {layer.tarSize !== null && <Fact name={<Trans>as tar</Trans>}>{formatBytes(layer.tarSize)}</Fact>}
        {layer.contentSize !== null && <Fact name={<Trans>in files</Trans>}>{formatBytes(layer.contentSize)}</Fact>}
        {visibleSize !== null && <Fact name={<Trans>in the rootfs</Trans>}>{formatBytes(visibleSize)}</Fact>}
        {layer.entries !== null && <Fact name={<Trans>entries</Trans>}>{layer.entries}</Fact>}
        {layer.diffID && (
          <Fact name="diffID">
            <code>{shortDigest(layer.diffID)}</code>
          </Fact>
        )}
        {layer.chainID && (
          <Fact name="chainID">
            <code>{shortDigest(layer.chainID)}</code>
          </Fact>
        )}
        {shared.length > 0 && (
          <Fact name={<Trans>shared with</Trans>}>
            {shared.slice(0, MOST_IMAGES).join(', ')}
            {shared.length > MOST_IMAGES && ' …'}
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
