import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { FINDING_KINDS, type FindingKind, type FindingsQuery } from '../../../shared/model/findings.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { createRowList } from '../../tree/row-list.ts';
import { RowListGrid } from '../../tree/row-list-grid.tsx';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { Icon } from '../../ui/icon.tsx';
import list from '../../ui/list-screen.module.css';
import { SaveList } from '../../saving/save-list.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { FindingHead, FindingRowView, type FindingRow } from './finding-row.tsx';
import { useFindingWords } from './finding-words.ts';

interface FindingsScreenProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
  readonly warningCount: number;
}

/** What deserves a look in the image, visible or not. */
export function FindingsScreen({ client, image, selection, warningCount }: FindingsScreenProps) {
  const { t } = useLingui();
  const { kinds: words } = useFindingWords();
  const [filter, setFilter] = useState('');
  const [kind, setKind] = useState<FindingKind | null>(null);
  const [hiddenOnly, setHiddenOnly] = useState(false);
  const [{ sort, descending }, setOrder] = useState<Pick<FindingsQuery, 'sort' | 'descending'>>({
    sort: 'kind',
    descending: false,
  });
  const box = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const kinds = kind ? [kind] : [];
      const query: FindingsQuery = { kinds, filter, sort, descending, ...(hiddenOnly && { visible: false }) };
      const { total, counts } = await client.findings.list({ image, query, start: 0, end: 0 }, { signal });
      return { query, total, counts };
    },
    [client, image, kind, hiddenOnly, filter, sort, descending],
  );
  const [state, retry] = useLoaded(load);
  const found = state.kind === 'failed' ? undefined : state.value;
  const [rows] = useState(() =>
    createRowList<FindingRow>({
      select: ({ found: { pathID, path, layer } }) => selection.getState().select(pathID, path, layer),
    }),
  );
  useEffect(() => {
    if (!found) return;
    const read = async (start: number, end: number) => {
      const page = await client.findings.list({ image, query: found.query, start, end });
      return page.rows.map((row): FindingRow => ({ pathID: row.pathID, depth: 1, found: row }));
    };
    rows.show(read, found.total, false);
  }, [client, image, rows, found]);

  const total = found?.counts.reduce((sum, { visible, hidden }) => sum + visible + hidden, 0);
  const narrowed = kind !== null || hiddenOnly || filter !== '';
  return (
    <div ref={area} className={list.screen}>
      <div className={list.bar} role="toolbar" aria-label={t`Findings`}>
        <FilterBox
          filter={filter}
          onFilter={setFilter}
          box={box}
          onLeave={() => area.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()}
        />
        <Button
          look="plain"
          icon="ghost"
          aria-pressed={hiddenOnly}
          title={t`Only what an upper layer deleted or replaced; it still ships, and anyone who has the image can read it`}
          onClick={() => setHiddenOnly(!hiddenOnly)}
        >
          <Trans>Hidden only</Trans>
        </Button>
        <span className={list.count} role="status" data-busy={state.kind === 'loading' || undefined}>
          {found && <Plural value={found.total} one="# finding" other="# findings" />}
        </span>
        <SaveList image={image} list={{ name: 'findings' }} />
      </div>
      <div className={list.chips} role="group" aria-label={t`Kinds of findings`}>
        {FINDING_KINDS.map((each) => {
          const count = found?.counts.find((one) => one.kind === each);
          const sum = (count?.visible ?? 0) + (count?.hidden ?? 0);
          return (
            <Button
              key={each}
              look="plain"
              title={words[each].tip}
              aria-pressed={kind === each}
              disabled={sum === 0 && kind !== each}
              onClick={() => setKind(kind === each ? null : each)}
            >
              {words[each].name} <span className={list.number}>{sum}</span>
            </Button>
          );
        })}
        <Button
          look="plain"
          icon="warning"
          disabled={warningCount === 0}
          title={t`What engines may treat differently, or what was left out`}
          onClick={() => selection.getState().showTab('warnings')}
        >
          <Trans>Warnings</Trans> <span className={list.number}>{warningCount}</span>
        </Button>
      </div>
      {state.kind === 'failed' && <Failure error={state.error} onRetry={retry} />}
      <RowListGrid
        label={t`Findings`}
        list={rows}
        head={
          <FindingHead
            sort={sort}
            descending={descending}
            onSort={(key) => setOrder({ sort: key, descending: key === sort ? !descending : key === 'size' })}
          />
        }
        Row={FindingRowView}
        onRetry={retry}
        empty={
          <div className={list.empty}>
            {narrowed && total !== 0 ? (
              <Trans>No finding is like that.</Trans>
            ) : (
              <div>
                <Icon name="check" size={28} />
                <p>
                  <Trans>
                    Nothing deserves a look: no name of a secret, no setuid, nothing that everyone may write.
                  </Trans>
                </p>
              </div>
            )}
          </div>
        }
      />
    </div>
  );
}
