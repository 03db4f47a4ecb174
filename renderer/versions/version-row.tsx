import { Trans, useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { formatBytes } from '../../shared/format/bytes.ts';
import { safeText } from '../../shared/format/safe-text.ts';
import type { EntryType, HiddenBy } from '../../shared/model/entry.ts';
import type { ContentMatch } from '../../shared/model/search.ts';
import { GridRow } from '../tree/grid-row.tsx';
import { LayerAndHider } from '../tree/layer-and-hider.tsx';
import { SkeletonRow } from '../tree/row-parts.tsx';
import type { RowProps } from '../tree/tree-grid.tsx';
import grid from '../tree/tree-grid.module.css';
import type { TreeRow } from '../tree/tree-keys.ts';
import { useHidingWords } from '../ui/hiding-words.ts';
import { Icon } from '../ui/icon.tsx';
import { SafeName } from '../ui/safe-name.tsx';
import { TYPE_ICONS } from '../ui/type-icon.ts';
import styles from './version-row.module.css';

/** One version of one path, as lists of them show it. */
export interface VersionRow extends TreeRow {
  readonly path: string;
  readonly layer: number;
  readonly type: EntryType;
  readonly size: number;
  /** Unset for a visible version. */
  readonly hiddenBy?: HiddenBy;
  /** Rule by which the name looks like a secret. */
  readonly secret?: string;
  readonly hardlink?: string;
  /** First place of a content that matches, and how many there are. */
  readonly match?: { readonly first: ContentMatch | undefined; readonly count: number };
}

/** Memoised: a scroll renders only the rows that came into view. */
export const VersionRowView = memo(function VersionRowView(props: RowProps<VersionRow>) {
  const { index, row, top } = props;
  const { t } = useLingui();
  const hidingWord = useHidingWords();
  if (!row) return <SkeletonRow index={index} top={top} />;
  const { layer, hiddenBy, match } = row;
  return (
    <GridRow at={props} row={row} className={`${styles.columns} ${match ? styles.wide : ''}`}>
      <div role="gridcell" className={styles.path} data-depth={row.depth} title={safeText(row.path)}>
        <PathText path={row.path} type={row.type} />
        {row.secret !== undefined && <SecretMark rule={row.secret} />}
        {row.hardlink !== undefined && <span className={styles.tag}>{t`hard link`}</span>}
      </div>
      {match && (
        <div role="gridcell" className={styles.match}>
          <MatchText match={match} />
        </div>
      )}
      <div role="gridcell" className={grid.layer}>
        <LayerAndHider layer={layer} hiddenBy={hiddenBy} />
      </div>
      <div role="gridcell" className={styles.how}>
        {hiddenBy ? hidingWord(hiddenBy.how) : <Trans>visible</Trans>}
      </div>
      <div role="gridcell" className={grid.size}>
        {row.type === 'file' ? formatBytes(row.size) : ''}
      </div>
    </GridRow>
  );
});

/** A path, its name first. */
export function PathText({ path, type }: { path: string; type: EntryType }) {
  const slash = path.lastIndexOf('/');
  return (
    <>
      <span className={grid.icon} data-type={type}>
        <Icon name={TYPE_ICONS[type]} />
      </span>
      <SafeName text={path.slice(slash + 1)} className={styles.name} />
      <SafeName text={path.slice(0, slash) || '/'} className={styles.folder} />
    </>
  );
}

function SecretMark({ rule }: { rule: string }) {
  const { t } = useLingui();
  return (
    <span
      className={styles.secret}
      title={t`The name looks like a secret (rule ${rule}); anyone who has the image can read it.`}
    >
      <Icon name="warning" size={12} />
      <Trans>still recoverable</Trans>
    </span>
  );
}

function MatchText({ match: { first, count } }: { match: NonNullable<VersionRow['match']> }) {
  const { t } = useLingui();
  if (!first) return null;
  const { line } = first;
  return (
    <>
      <span className={styles.line} title={t`Line ${line}`}>
        {line}
      </span>
      <bdi className={styles.snippet}>
        {safeText(first.before).trimStart()}
        <mark className={styles.mark}>{safeText(first.match)}</mark>
        {safeText(first.after)}
      </bdi>
      {count > 1 && (
        <span className={styles.tag} title={t`${count} places in this file`}>
          ×{count}
        </span>
      )}
    </>
  );
}
