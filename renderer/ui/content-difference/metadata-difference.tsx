import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { Entry } from '../../../shared/model/entry.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { useByteCount } from '../byte-count.ts';
import { useTypeWords } from '../core-sample/words.ts';
import { xattrText } from '../file-content/xattr-text.ts';
import { LayerChip } from '../layer-chip.tsx';
import type { SideLabels } from './file-bytes.ts';
import { SideTable } from './side-table.tsx';
import styles from './difference-tables.module.css';

/** One side: what is there, and the layers of its image. */
export interface MetadataSide {
  /** Null when the path is not there. */
  readonly entry: Omit<Entry, 'path' | 'rawPath'> | null;
  /** Base first; of a stretch, as many as it has. */
  readonly layers: readonly LayerSummary[];
  readonly sha256?: string | undefined;
}

interface MetadataDifferenceProps {
  readonly before: MetadataSide;
  readonly after: MetadataSide;
  readonly labels: SideLabels;
}

/** Every attribute of the path on both sides; what differs is marked. */
export function MetadataDifference({ before, after, labels }: MetadataDifferenceProps) {
  const { t } = useLingui();
  const rows = useRows(before, after);
  return (
    <SideTable label={t`Metadata of both sides`} heading={<Trans>Attribute</Trans>} labels={labels}>
      <tr>
        <th scope="row">
          <Trans>Layer</Trans>
        </th>
        <LayerCell side={before} />
        <LayerCell side={after} />
      </tr>
      {rows.map(({ name, before, after }) => {
        const differs = before !== after;
        return (
          <tr key={name} data-quiet={!differs || undefined}>
            <th scope="row">{name}</th>
            <Cell text={before} side={differs ? 'removed' : undefined} />
            <Cell text={after} side={differs ? 'added' : undefined} />
          </tr>
        );
      })}
    </SideTable>
  );
}

function Cell({ text, side }: { text: string; side: 'added' | 'removed' | undefined }) {
  return (
    <td data-side={text === '' ? undefined : side} className={text === '' ? styles.absent : undefined} data-selectable>
      <code>{text === '' ? '–' : text}</code>
    </td>
  );
}

function LayerCell({ side: { entry, layers } }: { side: MetadataSide }) {
  if (!entry) return <td className={styles.absent}>–</td>;
  const layer = layers.find((other) => other.index === entry.layer);
  return (
    <td>
      <span className={styles.step}>
        {entry.implicit ? <Trans>implied</Trans> : <LayerChip layer={entry.layer} />}
        <code>{!entry.implicit && layer?.createdBy ? safeText(formatInstruction(layer.createdBy)) : ''}</code>
      </span>
    </td>
  );
}

interface Row {
  readonly name: string;
  /** Empty when that side has none. */
  readonly before: string;
  readonly after: string;
}

type SideEntry = NonNullable<MetadataSide['entry']>;

function useRows(before: MetadataSide, after: MetadataSide): readonly Row[] {
  const { t } = useLingui();
  const types = useTypeWords();
  const byteCount = useByteCount();
  const row = (name: string, value: (of: SideEntry) => string | undefined): Row => ({
    name,
    before: (before.entry && value(before.entry)) ?? '',
    after: (after.entry && value(after.entry)) ?? '',
  });
  const xattrs = [before, after].flatMap((side) => Object.keys(side.entry?.xattrs ?? {}));
  const rows = [
    row(t`Type`, (of) => types[of.type]),
    row(t`Size`, (of) =>
      of.type === 'file' ? `${formatBytes(of.size)}${of.size >= 1000 ? ` (${byteCount(of.size)})` : ''}` : undefined,
    ),
    row(t`Mode`, (of) => `${of.mode}  ${formatMode(of.type, of.mode)}`),
    row(t`Owner`, (of) => `${of.uid}:${of.gid}`),
    row(t`Modified`, (of) => formatEpoch(of.mtime)),
    row(t`Link target`, (of) => (of.linkTarget === undefined ? undefined : safeText(of.linkTarget))),
    row(t`Hard link to`, (of) => (of.hardlink === undefined ? undefined : safeText(of.hardlink))),
    row(t`Device`, (of) => (of.major === undefined ? undefined : `${of.major}:${of.minor}`)),
    { name: 'sha256', before: before.sha256 ?? '', after: after.sha256 ?? '' },
    ...[...new Set(xattrs)].map((name) =>
      row(safeText(name), (of) => {
        const value = of.xattrs?.[name];
        return value === undefined ? undefined : safeText(xattrText(name, value)) || t`empty`;
      }),
    ),
  ];
  return rows.filter((one) => one.before !== '' || one.after !== '');
}
