import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import type { DuplicateSummary } from '../../../shared/model/space.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { createRowList, type RowList } from '../../tree/row-list.ts';
import { RowListGrid } from '../../tree/row-list-grid.tsx';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { SafeName } from '../../ui/safe-name.tsx';
import { SaveList } from '../../saving/save-list.tsx';
import { DuplicateHead, DuplicateRowView, type DuplicateRow } from './duplicate-row.tsx';
import styles from './space.module.css';

interface DuplicateListProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
}

type Search =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: Progress | null; readonly stop: () => void }
  | { readonly kind: 'ready'; readonly summary: DuplicateSummary }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The same bytes more than once, across paths and layers. Looked for when asked: it reads files. */
export function DuplicateList({ client, image, selection }: DuplicateListProps) {
  const { t } = useLingui();
  const [search, setSearch] = useState<Search>({ kind: 'idle' });
  const [chosen, setChosen] = useState<DuplicateRow | null>(null);
  const running = useRef<AbortController | null>(null);
  const [list] = useState(() => createDuplicates(selection, setChosen));

  async function start(): Promise<void> {
    const abort = new AbortController();
    running.current = abort;
    const stop = () => abort.abort();
    setSearch({ kind: 'running', progress: null, stop });
    try {
      for await (const event of await client.space.duplicates({ image }, { signal: abort.signal })) {
        if (event.kind === 'progress') setSearch({ kind: 'running', progress: event.progress, stop });
        else setSearch({ kind: 'ready', summary: event.summary });
      }
    } catch (error) {
      const cancelled = wireErrorOf(error).code === 'cancelled';
      setSearch(cancelled ? { kind: 'idle' } : { kind: 'failed', error });
    }
  }
  useEffect(() => () => running.current?.abort(), []);

  useEffect(() => {
    if (search.kind !== 'ready') return;
    const read = async (start: number, end: number) => {
      const groups = await client.space.duplicateGroups({ image, start, end });
      return groups.map((group): DuplicateRow => ({ pathID: group.copies[0]?.pathID ?? 0, depth: 1, group }));
    };
    list.show(read, search.summary.groups, false);
  }, [client, image, list, search]);

  if (search.kind === 'failed') return <Failure error={search.error} onRetry={() => void start()} />;
  if (search.kind !== 'ready') return <Looking search={search} onStart={() => void start()} />;
  const { groups, wastedSize, unread } = search.summary;
  const wasted = formatBytes(wastedSize);
  return (
    <div className={styles.grid}>
      <p className={styles.note} role="status">
        <Plural value={groups} one="# content is there more than once" other="# contents are there more than once" />{' '}
        <Trans>({wasted} could be saved)</Trans>
        {unread > 0 && (
          <>
            {' '}
            <Plural value={unread} one="# file could not be read." other="# files could not be read." />
          </>
        )}
        <SaveList image={image} list={{ name: 'duplicates' }} />
      </p>
      <RowListGrid
        label={t`Duplicates`}
        list={list}
        head={<DuplicateHead />}
        Row={DuplicateRowView}
        onRetry={() => void start()}
        empty={
          <div className={styles.empty}>
            <Trans>No two files have the same content.</Trans>
          </div>
        }
      />
      {chosen && <Copies row={chosen} selection={selection} />}
    </div>
  );
}

function createDuplicates(selection: SelectionStore, choose: (row: DuplicateRow) => void): RowList<DuplicateRow> {
  return createRowList<DuplicateRow>({
    select: (row) => {
      choose(row);
      const [first] = row.group.copies;
      if (first) selection.getState().select(first.pathID, first.path, first.layer);
    },
  });
}

function Looking({ search, onStart }: { search: Search; onStart: () => void }) {
  const { t } = useLingui();
  const { done = 0, total = 0 } = (search.kind === 'running' && search.progress) || {};
  return (
    <div className={styles.empty}>
      {search.kind === 'running' ? (
        <>
          <progress aria-label={t`Files read`} {...(total > 0 && { value: done, max: total })} />
          <span>
            <Trans>Reading files of equal size…</Trans>
          </span>
          <Button onClick={search.stop}>
            <Trans>Cancel</Trans>
          </Button>
        </>
      ) : (
        <>
          <p>
            <Trans>
              Files with the same content in different places or layers. Files of equal size are read to find them.
            </Trans>
          </p>
          <Button look="primary" icon="search" onClick={onStart}>
            <Trans>Look for duplicates</Trans>
          </Button>
        </>
      )}
    </div>
  );
}

/** Where the copies of one content lie. */
function Copies({ row: { group }, selection }: { row: DuplicateRow; selection: SelectionStore }) {
  const { t } = useLingui();
  const left = group.count - group.copies.length;
  return (
    <section className={styles.copies} aria-label={t`Copies`}>
      <ul>
        {group.copies.map((copy) => (
          <li key={`${copy.pathID} ${copy.layer}`} data-hidden={!copy.visible || undefined}>
            <LayerChip layer={copy.layer} />
            <button
              type="button"
              title={safeText(copy.path)}
              onClick={() => selection.getState().select(copy.pathID, copy.path, copy.layer)}
            >
              <SafeName text={copy.path} />
            </button>
            {!copy.visible && (
              <span>
                <Trans>hidden</Trans>
              </span>
            )}
          </li>
        ))}
      </ul>
      {left > 0 && (
        <p>
          <Plural value={left} one="and # more" other="and # more" />
        </p>
      )}
    </section>
  );
}
