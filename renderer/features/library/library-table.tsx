import { Trans, useLingui } from '@lingui/react/macro';
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import { formatBytes, formatExactBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatTimestamp } from '../../../shared/format/time.ts';
import { Icon } from '../../ui/icon.tsx';
import { byRepository, type LibraryRow } from './library-rows.ts';
import styles from './library-table.module.css';

interface LibraryTableProps<Row extends LibraryRow> {
  readonly title: string;
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly rows: readonly Row[];
  /** Keys of the rows that are picked for a comparison. */
  readonly picked: readonly string[];
  readonly onPick: (row: Row, picked: boolean) => void;
  readonly onOpen: (row: Row) => void;
  /** What the bytes of a row are, for its tooltip and the column's. */
  readonly sizeTip: string;
  /** More cells before the last; with `headings` of the same number. */
  readonly headings?: readonly { readonly name: string; readonly tip: string }[];
  readonly renderCells?: (row: Row) => readonly ReactNode[];
  /** What else can be done with a row: a menu or a button. */
  readonly renderMenu: (row: Row) => ReactNode;
  /** Instead of rows when there are none. */
  readonly empty: ReactNode;
}

/** Images by repository. */
export function LibraryTable<Row extends LibraryRow>(props: LibraryTableProps<Row>) {
  const { title, actions, rows, headings = [], sizeTip, empty } = props;
  const { t } = useLingui();
  const id = useId();
  const width = 7 + headings.length;
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {rows.length > 0 && <span className={styles.count}>{rows.length}</span>}
        <span className={styles.actions}>{actions}</span>
      </header>
      {rows.length === 0 ? (
        <div className={styles.empty}>{empty}</div>
      ) : (
        <table className={styles.table} onKeyDown={walk}>
          <thead>
            <tr>
              <th scope="col" className={styles.pick}>
                <span className={styles.unseen}>{t`Picked to compare`}</span>
              </th>
              <th scope="col">
                <Trans>Tag</Trans>
              </th>
              <th scope="col">
                <Trans>Platform</Trans>
              </th>
              <th scope="col" className={styles.number}>
                <Trans>Layers</Trans>
              </th>
              <th scope="col" className={styles.number} title={sizeTip}>
                <Trans>Size</Trans>
              </th>
              {headings.map(({ name, tip }) => (
                <th key={name} scope="col" className={styles.number} title={tip}>
                  {name}
                </th>
              ))}
              <th scope="col" title={t`As the config says, in UTC`}>
                <Trans>Created</Trans>
              </th>
              <th scope="col" className={styles.menu}>
                <span className={styles.unseen}>{t`Actions`}</span>
              </th>
            </tr>
          </thead>
          {byRepository(rows).map((repository) => (
            <tbody key={repository.name}>
              <tr>
                <th scope="rowgroup" colSpan={width} className={styles.repository}>
                  {repository.name === '' ? <Trans>Without a name</Trans> : <bdi>{safeText(repository.name)}</bdi>}
                </th>
              </tr>
              {repository.rows.map((row) => (
                <ImageRow key={row.key} row={row} {...props} />
              ))}
            </tbody>
          ))}
        </table>
      )}
    </section>
  );
}

function ImageRow<Row extends LibraryRow>({
  row,
  picked,
  onPick,
  onOpen,
  renderCells,
  renderMenu,
}: Omit<LibraryTableProps<Row>, 'rows' | 'title'> & { readonly row: Row }) {
  const { t } = useLingui();
  const name = safeText(row.repository === '' ? row.title : `${row.repository}:${row.title}`);
  const isPicked = picked.includes(row.key);
  return (
    <tr className={styles.row} data-picked={isPicked || undefined} onDoubleClick={() => onOpen(row)}>
      <td className={styles.pick}>
        <input
          type="checkbox"
          checked={isPicked}
          aria-label={t`Compare ${name}`}
          title={t`Pick two images to compare them`}
          onChange={(event) => onPick(row, event.target.checked)}
        />
      </td>
      <td className={styles.name}>
        <button
          type="button"
          data-open
          title={row.path === null ? name : safeText(row.path)}
          aria-label={t`Open ${name}`}
          onClick={() => onOpen(row)}
        >
          <Icon name="box" />
          <span className={styles.tag}>{safeText(row.title)}</span>
          {row.more.length > 0 && (
            <span className={styles.more} title={row.more.map(safeText).join('\n')}>
              +{row.more.length}
            </span>
          )}
          {row.path !== null && (
            <span className={styles.path}>
              <bdi>{safeText(row.path)}</bdi>
            </span>
          )}
        </button>
      </td>
      <td>{safeText(row.platform)}</td>
      <td className={styles.number}>{row.layers}</td>
      <td className={styles.number} title={row.size === null ? undefined : formatExactBytes(row.size)}>
        {row.size !== null && formatBytes(row.size)}
      </td>
      {renderCells?.(row).map((cell, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- as many as there are columns, in their order
        <td key={index} className={styles.number}>
          {cell}
        </td>
      ))}
      <td className={styles.created}>{row.created !== null && safeText(formatTimestamp(row.created)).slice(0, 10)}</td>
      <td className={styles.menu}>{renderMenu(row)}</td>
    </tr>
  );
}

/** Arrows go from image to image; Tab reaches what else a row has. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = (event.target as Element).closest('[data-open]');
  if (by === undefined || !from) return;
  const all = [...event.currentTarget.ownerDocument.querySelectorAll<HTMLElement>('[data-open]')];
  all[all.indexOf(from as HTMLElement) + by]?.focus();
  event.preventDefault();
}
