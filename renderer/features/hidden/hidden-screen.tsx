import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { createRowList } from '../../tree/row-list.ts';
import { RowListGrid } from '../../tree/row-list-grid.tsx';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { SaveList } from '../../saving/save-list.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { VersionHead } from '../../versions/version-head.tsx';
import { versionRow } from '../../versions/hidden-rows.ts';
import { createHiddenRowView, type HiddenListRow } from './hidden-row.tsx';
import { pieces, rowCountOf, type HiddenSection } from './sections.ts';
import styles from '../../ui/list-screen.module.css';

interface HiddenScreenProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
  readonly selection: SelectionStore;
}

/** Everything that is in the image and does not show, under the layer that hid it. */
export function HiddenScreen({ client, image, layers, selection }: HiddenScreenProps) {
  const { t } = useLingui();
  const [filter, setFilter] = useState('');
  const [bytesOnly, setBytesOnly] = useState(false);
  const [secretsOnly, setSecretsOnly] = useState(false);
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const box = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLDivElement>(null);

  const load = useCallback(
    async (signal: AbortSignal) => {
      const query = { bytesOnly, secretsOnly, filter, sort: 'size' } as const;
      const groups = await client.space.hiddenGroups({ image }, { signal });
      if (!bytesOnly && !secretsOnly && filter === '') return { query, groups };
      // What the query leaves of each group.
      const counted = await Promise.all(
        groups.map(async (group) => {
          const input = { image, query: { ...query, hiddenBy: group.layer }, start: 0, end: 0 };
          const { total, bytes } = await client.space.hidden(input, { signal });
          return { ...group, count: total, bytes };
        }),
      );
      return { query, groups: counted.filter(({ count }) => count > 0) };
    },
    [client, image, bytesOnly, secretsOnly, filter],
  );
  const [state, retry] = useLoaded(load);
  const found = state.kind === 'failed' ? undefined : state.value;

  const [{ list, RowView }] = useState(() => ({
    RowView: createHiddenRowView(layers),
    list: createRowList<HiddenListRow>({
      select: (row) => {
        if (row.kind === 'version') selection.getState().select(row.pathID, row.path, row.layer);
      },
      toggle: (row, _index, expanded) => {
        if (row.kind === 'group') setClosed((before) => toggled(before, row.group.layer, !expanded));
      },
    }),
  }));
  const shownFor = useRef<typeof found>(undefined);
  useEffect(() => {
    if (!found) return;
    const sections = found.groups.map((group): HiddenSection => ({ group, open: !closed.has(group.layer) }));
    const read = async (start: number, end: number) => {
      const parts = pieces(sections, start, end).map(async (piece): Promise<readonly HiddenListRow[]> => {
        const { group, open } = piece.section;
        if (piece.kind === 'heading')
          return [{ kind: 'group', pathID: -1 - group.layer, depth: 1, expanded: open, group }];
        const query = { ...found.query, hiddenBy: group.layer };
        const { rows } = await client.space.hidden({ image, query, start: piece.start, end: piece.end });
        return rows.map((row) => ({ kind: 'version', ...versionRow(row, 2) }));
      });
      return (await Promise.all(parts)).flat();
    };
    list.show(read, rowCountOf(sections), shownFor.current === found);
    shownFor.current = found;
  }, [client, image, list, found, closed]);

  const count = found?.groups.reduce((sum, group) => sum + group.count, 0) ?? 0;
  const bytes = formatBytes(found?.groups.reduce((sum, group) => sum + group.bytes, 0) ?? 0);
  const narrowed = bytesOnly || secretsOnly || filter !== '';
  return (
    <div ref={area} className={styles.screen}>
      <div className={styles.bar} role="toolbar" aria-label={t`Hidden`}>
        <FilterBox
          filter={filter}
          onFilter={setFilter}
          box={box}
          onLeave={() => area.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()}
        />
        <Button
          look="plain"
          aria-pressed={bytesOnly}
          title={t`Leave out folders, links and empty files`}
          onClick={() => setBytesOnly(!bytesOnly)}
        >
          <Trans>With bytes</Trans>
        </Button>
        <Button
          look="plain"
          icon="warning"
          aria-pressed={secretsOnly}
          title={t`Only names that look like secrets: keys, credentials, tokens, environment files`}
          onClick={() => setSecretsOnly(!secretsOnly)}
        >
          <Trans>Secrets</Trans>
        </Button>
        <span className={styles.count} role="status" data-busy={state.kind === 'loading' || undefined}>
          {found && (
            <>
              <Plural value={count} one="# hidden version" other="# hidden versions" /> · {bytes}
            </>
          )}
        </span>
        <SaveList image={image} list={{ name: 'hidden' }} />
      </div>
      {state.kind === 'failed' && <Failure error={state.error} onRetry={retry} />}
      <RowListGrid
        label={t`Hidden versions`}
        list={list}
        head={<VersionHead />}
        Row={RowView}
        onRetry={retry}
        empty={
          <div className={styles.empty}>
            {narrowed ? (
              <Trans>No hidden version is like that.</Trans>
            ) : (
              <Trans>Nothing is hidden: no layer deletes or replaces what is below it.</Trans>
            )}
          </div>
        }
      />
    </div>
  );
}

function toggled(before: ReadonlySet<number>, layer: number, closed: boolean): ReadonlySet<number> {
  const next = new Set(before);
  if (closed) next.add(layer);
  else next.delete(layer);
  return next;
}
