import { Trans, useLingui } from '@lingui/react/macro';
import { IconButton } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { stepMatch } from './json-rows.ts';
import styles from './json-tree.module.css';

interface JSONSearchProps {
  query: string;
  /** Nodes that match, in document order. */
  matches: readonly number[];
  active: number;
  onQuery: (query: string) => void;
  onGo: (index: number) => void;
}

/** Finds names and values; Enter and Shift+Enter go from match to match. */
export function JSONSearch({ query, matches, active, onQuery, onGo }: JSONSearchProps) {
  const { t } = useLingui();
  const step = (forward: boolean) => {
    const to = matches[stepMatch(matches, active, forward)];
    if (to !== undefined) onGo(to);
  };
  const place = matches.indexOf(active) + 1;
  const count = matches.length;
  return (
    <div className={styles.search} role="search">
      <Icon name="search" size={14} />
      <input
        type="search"
        value={query}
        placeholder={t`Find a name or a value`}
        aria-label={t`Find a name or a value`}
        spellCheck={false}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(!event.shiftKey);
          if (event.key === 'Escape') onQuery('');
        }}
      />
      {query !== '' && (
        <>
          <span className={styles.count} role="status">
            {place > 0 ? (
              <Trans>
                {place} of {count}
              </Trans>
            ) : (
              <Trans>{count} found</Trans>
            )}
          </span>
          <IconButton icon="chevron-up" label={t`Previous match`} disabled={count === 0} onClick={() => step(false)} />
          <IconButton icon="chevron-down" label={t`Next match`} disabled={count === 0} onClick={() => step(true)} />
        </>
      )}
    </div>
  );
}
