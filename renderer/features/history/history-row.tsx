import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { parseInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatTimestamp } from '../../../shared/format/time.ts';
import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';
import { useByteCount } from '../../ui/byte-count.ts';
import { LayerChip, layerColor } from '../../ui/layer-chip.tsx';
import { Term } from '../../ui/term.tsx';
import type { ConfigChange } from './config-changes.ts';
import styles from './history.module.css';

/** Characters of an instruction in the table; the tooltip and the config have all of it. */
const MAX_TEXT = 1200;

interface HistoryRowProps {
  index: number;
  row: HistoryRow;
  /** The layer this row made. */
  layer: LayerSummary | undefined;
  changes: readonly ConfigChange[];
  onChooseLayer: (layer: number) => void;
}

/** One step; a step that made a layer chooses it. */
export function HistoryTableRow({ index, row, layer, changes, onChooseLayer }: HistoryRowProps) {
  const byteCount = useByteCount();
  const choose = layer && (() => onChooseLayer(layer.index));
  return (
    <tr
      data-empty={layer ? undefined : true}
      data-layer-color={layer && layerColor(layer.index)}
      onClick={choose}
      className={choose && styles.clickable}
    >
      <td className={styles.number}>{index + 1}</td>
      <td className={styles.layer}>
        <LayerCell row={row} layer={layer} onChoose={choose} />
      </td>
      <td className={styles.instruction} data-selectable>
        <InstructionText row={row} />
        <Replaced changes={changes} />
      </td>
      <td className={styles.number}>
        {layer && (
          <span title={byteCount(layer.contentSize ?? layer.blobSize)}>
            {formatBytes(layer.contentSize ?? layer.blobSize)}
          </span>
        )}
      </td>
      <td className={styles.created}>{row.created !== null && safeText(formatTimestamp(row.created))}</td>
    </tr>
  );
}

interface LayerCellProps {
  row: HistoryRow;
  layer: LayerSummary | undefined;
  onChoose: (() => void) | undefined;
}

function LayerCell({ row, layer, onChoose }: LayerCellProps) {
  const { t } = useLingui();
  if (!layer || !onChoose)
    return row.emptyLayer ? (
      <Term tip={t`This step changed only the config (environment, command, …), so it made no layer.`}>
        <Trans>config only</Trans>
      </Term>
    ) : null;
  const { index } = layer;
  return (
    <button type="button" onClick={onChoose} aria-label={t`Select layer ${index}`}>
      <LayerChip layer={index} />
    </button>
  );
}

/** What the steps before had set, where this one sets it anew. */
function Replaced({ changes }: { changes: readonly ConfigChange[] }) {
  const replaced = changes.filter(({ before, after }) => before !== null && before !== after);
  if (replaced.length === 0) return null;
  return (
    <ul className={styles.replaced}>
      {replaced.map(({ field, before }) => (
        <li key={field}>
          <Trans>
            <code>{safeText(field)}</code> was <code>{safeText(before ?? '')}</code>
          </Trans>
        </li>
      ))}
    </ul>
  );
}

function InstructionText({ row }: { row: HistoryRow }) {
  const { keyword, text, args } = parseInstruction(row.createdBy);
  const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  const lines = shown.split('\n').map((line) => safeText(line.replaceAll('\t', '    ')));
  const notes = [row.comment, row.author].filter((note) => note !== null && note !== '');
  return (
    <>
      <code title={text.length > MAX_TEXT ? safeText(row.createdBy) : undefined}>
        {keyword !== null && <b>{keyword} </b>}
        {lines.join('\n')}
        {keyword === null && text === '' && '–'}
      </code>
      {args !== undefined && (
        <span className={styles.note}>
          <Trans>with arguments</Trans> <code>{safeText(args)}</code>
        </span>
      )}
      {notes.length > 0 && <span className={styles.note}>{notes.map((note) => safeText(note ?? '')).join(' · ')}</span>}
    </>
  );
}
