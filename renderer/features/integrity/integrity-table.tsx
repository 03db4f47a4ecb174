import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { IntegrityItem } from '../../../shared/model/integrity.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { Term } from '../../ui/term.tsx';
import { DigestText } from './digest-text.tsx';
import { StateMark } from './state-mark.tsx';
import styles from './integrity.module.css';

/** Every digest that can be recomputed, documents first, then layers base first. */
export function IntegrityTable({
  items,
  layers,
}: {
  items: readonly IntegrityItem[];
  layers: readonly LayerSummary[];
}) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>What</Trans>
          </th>
          <th scope="col">
            <Trans>State</Trans>
          </th>
          <th scope="col">
            <Trans>Expected</Trans>
          </th>
          <th scope="col">
            <Trans>Computed</Trans>
          </th>
          <th scope="col">
            <Trans>Claimed by</Trans>
          </th>
          <th scope="col" className={styles.number}>
            <Trans>Hashed</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <ItemRow
            key={item.key}
            item={item}
            createdBy={item.layer === undefined ? null : (layers[item.layer]?.createdBy ?? null)}
          />
        ))}
      </tbody>
    </table>
  );
}

function ItemRow({ item, createdBy }: { item: IntegrityItem; createdBy: string | null }) {
  const look = item.state === 'differs' ? 'whole' : 'bare';
  return (
    <tr data-state={item.state}>
      <th scope="row">
        <span className={styles.what}>
          {item.layer !== undefined && (
            <LayerChip
              layer={item.layer}
              {...(createdBy !== null && { title: safeText(formatInstruction(createdBy)) })}
            />
          )}
          <KindWord kind={item.kind} />
        </span>
      </th>
      <td>
        <StateMark state={item.state} />
      </td>
      <td>
        <DigestText digest={item.expected} look={look} />
      </td>
      <td>
        <DigestText digest={item.actual} look={look} />
      </td>
      <td className={styles.claim} title={safeText(item.claimedBy)}>
        {safeText(item.claimedBy)}
      </td>
      <td className={styles.number}>{item.size === null ? '–' : formatBytes(item.size)}</td>
    </tr>
  );
}

function KindWord({ kind }: { kind: IntegrityItem['kind'] }) {
  const { t } = useLingui();
  const words: Readonly<Record<IntegrityItem['kind'], { name: string; tip: string }>> = {
    index: { name: t`index`, tip: t`Digest of the document that lists the manifests.` },
    manifest: { name: t`manifest`, tip: t`Digest of the manifest as stored.` },
    config: { name: t`config`, tip: t`Digest of the config as stored; Docker calls it the image ID.` },
    blob: { name: t`digest`, tip: t`Hash of the layer as stored, compressed or not.` },
    diffID: {
      name: 'diffID',
      tip: t`Hash of the layer's uncompressed tar: the same layer has the same diffID however it is compressed.`,
    },
    chainID: { name: 'chainID', tip: t`Hash that names this layer together with all below it.` },
  };
  return <Term tip={words[kind].tip}>{words[kind].name}</Term>;
}
