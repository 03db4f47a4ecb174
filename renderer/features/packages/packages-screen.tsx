import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type {
  Ecosystem,
  InstalledPackage,
  PackageDatabase,
  PackageQuery,
  PackageSummary,
} from '../../../shared/model/packages.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { createRowList } from '../../tree/row-list.ts';
import { RowListGrid } from '../../tree/row-list-grid.tsx';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { Icon } from '../../ui/icon.tsx';
import list from '../../ui/list-screen.module.css';
import { ModeLabel } from '../../ui/mode-label.tsx';
import { SaveList } from '../../saving/save-list.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { PackageDetail } from './package-detail.tsx';
import { PackageHead, PackageRowView, type PackageRow } from './package-row.tsx';
import styles from './packages.module.css';

interface PackagesScreenProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
}

/** What is installed in the image, by which layer, and which files it owns. */
export function PackagesScreen({ client, image, selection }: PackagesScreenProps) {
  const load = useCallback((signal: AbortSignal) => readSummary(client, image, signal), [client, image]);
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value)
    return (
      <div className={list.empty} role="status" aria-busy="true">
        <Trans>Reading the package databases…</Trans>
      </div>
    );
  if (state.value.databases.every((database) => database.state === 'absent'))
    return (
      <div className={list.empty}>
        <div>
          <Icon name="box" size={28} />
          <p>
            <Trans>No package database was found, so nothing can be said about packages.</Trans>
          </p>
          <p className={list.number}>
            <Trans>Looked for: dpkg, apk, rpm, npm, pip, gem, Go programs, jars.</Trans>
          </p>
        </div>
      </div>
    );
  return <Installed {...{ client, image, selection }} summary={state.value} />;
}

async function readSummary(client: OutcropClient, image: ImageHandle, signal: AbortSignal): Promise<PackageSummary> {
  for await (const event of await client.packages.read({ image }, { signal }))
    if (event.kind === 'ready') return event.summary;
  throw new DOMException('The stream ended without a summary.', 'AbortError');
}

function Installed({ client, image, selection, summary }: PackagesScreenProps & { readonly summary: PackageSummary }) {
  const { t } = useLingui();
  const mode = useStore(selection, (state) => state.mode);
  const setMode = useStore(selection, (state) => state.setMode);
  const [filter, setFilter] = useState('');
  const [ecosystem, setEcosystem] = useState<Ecosystem | null>(null);
  const [{ sort, descending }, setOrder] = useState<Pick<PackageQuery, 'sort' | 'descending'>>({
    sort: 'name',
    descending: false,
  });
  const [chosen, setChosen] = useState<InstalledPackage | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const layer = mode.kind === 'layer' ? mode.layer : undefined;

  const load = useCallback(
    async (signal: AbortSignal) => {
      const query: PackageQuery = {
        filter,
        sort,
        descending,
        ...(ecosystem && { ecosystem }),
        ...(layer !== undefined && { layer }),
      };
      const { total, bytes } = await client.packages.list({ image, query, start: 0, end: 0 }, { signal });
      return { query, total, bytes };
    },
    [client, image, filter, sort, descending, ecosystem, layer],
  );
  const [state, retry] = useLoaded(load);
  const found = state.kind === 'failed' ? undefined : state.value;
  const [rows] = useState(() =>
    createRowList<PackageRow>({
      select: (row) => {
        setChosen(row.found);
        if (row.found.pathID !== null) selection.getState().select(row.found.pathID, row.found.foundIn);
      },
    }),
  );
  useEffect(() => {
    if (!found) return;
    const read = async (start: number, end: number) => {
      const page = await client.packages.list({ image, query: found.query, start, end });
      return page.rows.map((row): PackageRow => ({ pathID: row.id, depth: 1, found: row }));
    };
    rows.show(read, found.total, false);
  }, [client, image, rows, found]);

  const bytes = formatBytes(found?.bytes ?? 0);
  const unowned = formatBytes(summary.unownedBytes);
  return (
    <div ref={area} className={list.screen}>
      <div className={list.bar} role="toolbar" aria-label={t`Packages`}>
        <FilterBox
          filter={filter}
          onFilter={setFilter}
          box={box}
          label={t`Filter by name, version or licence`}
          onLeave={() => area.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()}
        />
        {mode.kind === 'layer' && <ModeLabel mode={mode} onMerged={() => setMode({ kind: 'merged' })} />}
        <span className={list.count} role="status" data-busy={state.kind === 'loading' || undefined}>
          {found && (
            <>
              <Plural value={found.total} one="# package" other="# packages" /> · {bytes}
            </>
          )}
        </span>
        <SaveList image={image} list={{ name: 'packages' }} />
      </div>
      <div className={list.chips} role="group" aria-label={t`Kinds of packages`}>
        {summary.databases
          .filter((database) => database.state !== 'absent')
          .map((database) => (
            <DatabaseChip
              key={database.ecosystem}
              database={database}
              pressed={ecosystem === database.ecosystem}
              onPress={() => setEcosystem(ecosystem === database.ecosystem ? null : database.ecosystem)}
            />
          ))}
        <span className={list.count}>
          <Plural
            value={summary.unownedFiles}
            one="# file belongs to no package"
            other="# files belong to no package"
          />{' '}
          · {unowned}
        </span>
      </div>
      {state.kind === 'failed' && <Failure error={state.error} onRetry={retry} />}
      <RowListGrid
        label={t`Packages`}
        list={rows}
        head={
          <PackageHead
            sort={sort}
            descending={descending}
            onSort={(key) =>
              setOrder({ sort: key, descending: key === sort ? !descending : key === 'size' || key === 'files' })
            }
          />
        }
        Row={PackageRowView}
        onRetry={retry}
        empty={
          <div className={list.empty}>
            {layer === undefined ? (
              <Trans>No package is like that.</Trans>
            ) : (
              <Trans>This layer installed no package like that.</Trans>
            )}
          </div>
        }
      />
      {chosen && <PackageDetail {...{ client, image, selection }} found={chosen} />}
    </div>
  );
}

interface DatabaseChipProps {
  readonly database: PackageDatabase;
  readonly pressed: boolean;
  readonly onPress: () => void;
}

/** One kind of package; a database that failed says so instead of a count. */
function DatabaseChip({ database, pressed, onPress }: DatabaseChipProps) {
  const { t } = useLingui();
  const { ecosystem, state, count, problem, paths } = database;
  const said = state === 'failed' ? t`failed` : state === 'partly-read' ? t`${count}, partly read` : String(count);
  return (
    <Button
      look="plain"
      aria-pressed={pressed}
      title={safeText(problem ?? paths.join('\n'))}
      {...(problem !== undefined && { icon: 'warning' as const, className: styles.problem })}
      onClick={onPress}
    >
      {ecosystem} <span className={list.number}>{said}</span>
    </Button>
  );
}
