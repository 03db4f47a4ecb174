import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { LIST_FORMATS, type ListFormat } from '../../../shared/model/export.ts';
import { Button } from '../../ui/button.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { SaveMenu } from '../../saving/save-menu.tsx';
import type { SearchRun } from './run-search.ts';
import styles from './search-screen.module.css';

interface SearchStatusProps {
  readonly run: SearchRun;
  readonly onCancel: () => void;
  /** What was found as the text of a file. */
  readonly onText: (format: ListFormat) => Promise<Blob>;
}

/** How far the search is and what came of it. */
export function SearchStatus({ run, onCancel, onText }: SearchStatusProps) {
  const { t } = useLingui();
  if (run.kind === 'idle' || run.kind === 'failed') return null;
  const { hits, truncated, unread } = run.state;
  const progress = run.kind === 'running' ? run.progress : null;
  const { done = 0, total = 0, layer } = progress ?? {};
  return (
    <div className={styles.status}>
      <span role="status">
        <Plural value={hits} one="# version found" other="# versions found" />
        {truncated && (
          <>
            {'; '}
            <Trans>the search ended there</Trans>
          </>
        )}
        {run.kind === 'done' && run.stopped && (
          <>
            {'; '}
            <Trans>stopped before the end</Trans>
          </>
        )}
        {unread > 0 && (
          <>
            {'; '}
            <Plural value={unread} one="# file could not be read" other="# files could not be read" />
          </>
        )}
      </span>
      {run.kind === 'done' && hits > 0 && (
        <SaveMenu
          subject={t`Saving the list`}
          choices={LIST_FORMATS.map((format) => ({
            label: format.toUpperCase(),
            fileName: `search.${format}`,
            read: () => onText(format),
          }))}
        >
          <Trans>Save list…</Trans>
        </SaveMenu>
      )}
      {run.kind === 'running' && (
        <>
          <progress aria-label={t`Searched`} {...(total > 0 && { value: done, max: total })} />
          {layer !== undefined && (
            <span className={styles.layer}>
              <Trans>layer</Trans> <LayerChip layer={layer} />
            </span>
          )}
          <Button className={styles.cancel} onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        </>
      )}
    </div>
  );
}
