import { Trans } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ConfigDifference } from '../../../shared/model/compare.ts';
import styles from '../../ui/content-difference/difference-tables.module.css';

interface ConfigValueProps {
  readonly row: ConfigDifference;
  readonly side: 'before' | 'after';
}

/** One side of a field: a search path entry by entry, a command as a Dockerfile has it, else JSON. */
export function ConfigValue({ row, side }: ConfigValueProps) {
  const { [side]: value } = row;
  if (value === null || value === undefined) return <td className={styles.absent}>–</td>;
  const other = side === 'before' ? row.after : row.before;
  return (
    <td data-side={side === 'before' ? 'removed' : 'added'} data-selectable>
      {isNamed(row, value) ? (
        <Trans>present</Trans>
      ) : isSearchPath(row) && typeof value === 'string' && typeof other === 'string' ? (
        <SearchPath value={value} other={other} />
      ) : (
        <code>{textOf(value).split('\n').map(safeText).join('\n')}</code>
      )}
    </td>
  );
}

/** Ports and volumes have a name and an empty object; that they are there is all they say. */
function isNamed({ key }: ConfigDifference, value: unknown): boolean {
  return key !== undefined && typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function isSearchPath({ field, key = '' }: ConfigDifference): boolean {
  return field === 'Env' && key.endsWith('PATH');
}

function SearchPath({ value, other }: { value: string; other: string }) {
  const known = new Set(other.split(':'));
  return (
    <code>
      {value.split(':').map((entry, at) => (
        // Entries may repeat, and their order is theirs.
        <span key={at}>
          {at > 0 && ':'}
          {known.has(entry) ? safeText(entry) : <mark className={styles.entry}>{safeText(entry)}</mark>}
        </span>
      ))}
    </code>
  );
}

/** Lists of strings on one line, as in a Dockerfile. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
  return JSON.stringify(value, null, 1);
}
