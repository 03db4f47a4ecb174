import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { Comparison, PathComparison, PathSide } from '../../../shared/model/compare.ts';
import { useByteCount } from '../../ui/byte-count.ts';
import { useTypeWords } from '../../ui/core-sample/words.ts';
import { xattrText } from '../../ui/file-content/xattr-text.ts';
import { LayerChip } from '../../ui/layer-chip.tsx';
import styles from './difference-tables.module.css';

interface MetadataDifferenceProps {
  readonly found: PathComparison;
  readonly comparison: Comparison;
}

/** Every attribute of the path on both sides; what differs is marked. */
export function MetadataDifference({ found, comparison }: MetadataDifferenceProps) {
  const { t } = useLingui();
  const rows = useRows(found);
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t`Metadata of both sides`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Attribute</Trans>
            </th>
            <th scope="col" className={styles.half}>
              <Trans>Before</Trans>
            </th>
            <th scope="col" className={styles.half}>
              <Trans>After</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              <Trans>Layer</Trans>
            </th>
            <LayerCell side={found.before} layers={comparison.before.layers} />
            <LayerCell side={found.after} layers={comparison.after.layers} />
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
        </tbody>
      </table>
    </div>
  );
}

function Cell({ text, side }: { text: string; side: 'added' | 'removed' | undefined }) {
  return (
    <td data-side={text === '' ? undefined : side} className={text === '' ? styles.absent : undefined} data-selectable>
      <code>{text === '' ? '–' : text}</code>
    </td>
  );
}

function LayerCell({ side, layers }: { side: PathSide | null; layers: Comparison['before']['layers'] }) {
  const entry = side?.entry;
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

type SideEntry = NonNullable<PathSide['entry']>;

function useRows({ before, after }: PathComparison): readonly Row[] {
  const { t } = useLingui();
  const types = useTypeWords();
  const byteCount = useByteCount();
  const row = (name: string, value: (of: SideEntry) => string | undefined): Row => ({
    name,
    before: (before?.entry && value(before.entry)) ?? '',
    after: (after?.entry && value(after.entry)) ?? '',
  });
  const xattrs = [before, after].flatMap((side) => Object.keys(side?.entry?.xattrs ?? {}));
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
    { name: 'sha256', before: before?.sha256 ?? '', after: after?.sha256 ?? '' },
    ...[...new Set(xattrs)].map((name) =>
      row(safeText(name), (of) => {
        const value = of.xattrs?.[name];
        return value === undefined ? undefined : safeText(xattrText(name, value)) || t`empty`;
      }),
    ),
  ];
  return rows.filter((one) => one.before !== '' || one.after !== '');
}
