import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { PackageComparison, PackageDatabase, PackageDifference } from '../../../shared/model/packages.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Loaded } from '../../ui/use-loaded.ts';
import type { CompareSelectionStore } from './compare-selection.ts';
import { signedBytes, useDifferenceWords } from './difference-words.ts';
import styles from '../../ui/content-difference/difference-tables.module.css';

interface PackageDifferencesProps {
  readonly packages: Loaded<PackageComparison>;
  readonly onRetry: () => void;
  readonly selection: CompareSelectionStore;
}

/** Installed packages of both images; a database that is absent or failed is said so, never shown as an empty list. */
export function PackageDifferences({ packages, onRetry, selection }: PackageDifferencesProps) {
  if (packages.kind === 'failed') return <Failure error={packages.error} onRetry={onRetry} />;
  if (!packages.value)
    return (
      <p className={styles.message} aria-busy="true">
        <Trans>Reading the package databases…</Trans>
      </p>
    );
  return <PackageTable packages={packages.value} selection={selection} />;
}

interface PackageTableProps {
  readonly packages: PackageComparison;
  readonly selection: CompareSelectionStore;
}

function PackageTable({ packages, selection }: PackageTableProps) {
  const { t } = useLingui();
  const words = useDifferenceWords();
  const [all, setAll] = useState(false);
  const chosen = useStore(selection, (state) => state.packageKind);
  const { showPackage, showPackages, showUnowned } = selection.getState();
  const { unownedFiles } = packages;
  const differing = packages.packages.filter((row) => row.kind !== 'same');
  const same = packages.packages.length - differing.length;
  const kinds = PACKAGE_KINDS.filter((kind) => differing.some((row) => row.kind === kind));
  const kind = kinds.find((one) => one === chosen) ?? null;
  const rows = kind ? differing.filter((row) => row.kind === kind) : all ? packages.packages : differing;
  return (
    <>
      <div className={styles.bar}>
        <Databases packages={packages} />
        <span className={styles.gap} />
        {unownedFiles > 0 && packages.packages.length > 0 && (
          <button type="button" className={styles.link} onClick={() => showUnowned(true)}>
            <Plural
              value={unownedFiles}
              one="# differing path belongs to no package"
              other="# differing paths belong to no package"
            />
          </button>
        )}
      </div>
      <Problems databases={[...packages.before, ...packages.after]} />
      {packages.packages.length > 0 && (
        <div className={styles.chips} role="toolbar" aria-label={t`Kinds of change`}>
          {kinds.map((one) => (
            <Button
              key={one}
              look="plain"
              icon={ICONS[one]}
              aria-pressed={kind === one}
              onClick={() => showPackages(kind === one ? null : one)}
            >
              {words.packages[one]} {differing.filter((row) => row.kind === one).length}
            </Button>
          ))}
          <span className={styles.gap} />
          {same > 0 && kind === null && (
            <Button look="plain" aria-pressed={all} onClick={() => setAll(!all)}>
              <Plural value={same} one="Show # equal package" other="Show # equal packages" />
            </Button>
          )}
        </div>
      )}
      {rows.length === 0 ? (
        <p className={styles.message}>
          {same > 0 ? (
            <Trans>Both images have the same packages in the same versions.</Trans>
          ) : [...packages.before, ...packages.after].some(({ state }) => state === 'failed') ? (
            <Trans>A package database could not be read, so it cannot be told whether the packages differ.</Trans>
          ) : (
            <Trans>No package database was found in either image, so nothing can be said about packages.</Trans>
          )}
        </p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table} aria-label={t`Differences of packages`}>
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Change</Trans>
                </th>
                <th scope="col">
                  <Trans>Kind</Trans>
                </th>
                <th scope="col">
                  <Trans>Package</Trans>
                </th>
                <th scope="col">
                  <Trans>Before</Trans>
                </th>
                <th scope="col">
                  <Trans>After</Trans>
                </th>
                <th scope="col" className={styles.number}>
                  <Trans>Change in size</Trans>
                </th>
                <th scope="col" className={styles.number}>
                  <Trans>Differing files</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <PackageRow key={row.key} row={row} onChoose={showPackage} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** Why a list is not whole, in the engine's words. */
function Problems({ databases }: { databases: readonly PackageDatabase[] }) {
  const problems = new Set(databases.map(problemOf).filter(Boolean));
  return [...problems].map((problem) => (
    <Notice key={problem} kind="warning">
      {problem}
    </Notice>
  ));
}

function problemOf(database: PackageDatabase | undefined): string {
  return safeText(database?.problem ?? '');
}

const PACKAGE_KINDS = ['added', 'removed', 'upgraded', 'downgraded', 'changed'] as const;

const ICONS: Readonly<Record<PackageDifference['kind'], IconName>> = {
  added: 'plus',
  removed: 'minus',
  upgraded: 'arrow-up',
  downgraded: 'arrow-down',
  changed: 'pencil',
  same: 'check',
};

function PackageRow({ row, onChoose }: { row: PackageDifference; onChoose: (row: PackageDifference) => void }) {
  const { t } = useLingui();
  const { packages } = useDifferenceWords();
  const name = safeText(row.name);
  return (
    <tr data-quiet={row.kind === 'same' || undefined}>
      <td className={styles.change} data-kind={row.kind}>
        <Icon name={ICONS[row.kind]} size={12} />
        {packages[row.kind]}
      </td>
      <td className={styles.quiet}>{row.ecosystem}</td>
      <th scope="row">
        {name}
        {row.architecture !== undefined && <span className={styles.quiet}> {safeText(row.architecture)}</span>}
      </th>
      <td data-selectable>{row.before.map(safeText).join(', ')}</td>
      <td data-selectable>{row.after.map(safeText).join(', ')}</td>
      <td className={styles.number}>{row.sizeDelta === null ? '' : signedBytes(row.sizeDelta)}</td>
      <td className={styles.number}>
        {row.files > 0 && (
          <button
            type="button"
            className={styles.link}
            aria-label={t`Show the files of ${name}`}
            onClick={() => onChoose(row)}
          >
            {row.files}
          </button>
        )}
      </td>
    </tr>
  );
}

function Databases({ packages }: { packages: PackageComparison }) {
  const { states } = useDifferenceWords();
  const after = new Map(packages.after.map((database) => [database.ecosystem, database]));
  const found = packages.before.filter(
    (database) => database.state !== 'absent' || after.get(database.ecosystem)?.state !== 'absent',
  );
  const said = (database: PackageDatabase | undefined) =>
    database?.state === 'read' ? String(database.count) : states[database?.state ?? 'absent'];
  return found.map((database) => {
    const other = after.get(database.ecosystem);
    const problems = [problemOf(database), problemOf(other)].filter(Boolean).join('\n');
    return (
      <span
        key={database.ecosystem}
        className={styles.database}
        data-problem={problems !== '' || undefined}
        title={problems}
      >
        {problems !== '' && <Icon name="warning" size={14} />}
        <b>{database.ecosystem}</b> {said(database)} → {said(other)}
      </span>
    );
  });
}
