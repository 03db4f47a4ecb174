import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState, useSyncExternalStore, type ReactNode } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, PathComparison } from '../../../shared/model/compare.ts';
import type { PackageComparison } from '../../../shared/model/packages.ts';
import type { DataPlane } from '../../host/byte-reader.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ContentDifference } from '../../ui/content-difference/content-difference.tsx';
import { MetadataDifference } from '../../ui/content-difference/metadata-difference.tsx';
import { Failure } from '../../ui/failure.tsx';
import { TailName } from '../../ui/tail-name.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import type { CompareSelectionStore } from './compare-selection.ts';
import { useVersionBytes, versionChoices, type ChosenVersions } from './compared-versions.ts';
import type { DifferenceController } from './difference-controller.ts';
import { DifferenceMark } from './difference-mark.tsx';
import { useDifferenceWords } from './difference-words.ts';
import { ReviewButton } from './review-button.tsx';
import { SaveVersions } from './save-versions.tsx';
import { useInside } from './use-inside.ts';
import { FolderDifference } from './folder-difference.tsx';
import { PackageSummary } from './package-summary.tsx';
import { PathSamples } from './path-samples.tsx';
import type { Review } from './use-review.ts';
import { VersionChips } from './version-chips.tsx';
import styles from './path-difference.module.css';

interface PathDifferenceProps {
  readonly client: OutcropClient;
  readonly data: DataPlane;
  readonly compare: string;
  readonly comparison: Comparison;
  readonly controller: DifferenceController;
  readonly selection: CompareSelectionStore;
  readonly review: Review;
  /** Null until the databases are read. */
  readonly packages: PackageComparison | null;
  /** Null until a row was chosen. */
  readonly pathID: number | null;
  /** At the end of the bar. */
  readonly actions: ReactNode;
}

/** One path on both sides: content, metadata, and the layers that made it so. */
export function PathDifference({ pathID, ...props }: PathDifferenceProps) {
  const active = useSyncExternalStore(props.controller.active.subscribe, props.controller.active.current);
  if (pathID === null && active?.row?.group)
    return <PackageSummary row={active.row} packages={props.packages} selection={props.selection} />;
  if (pathID === null)
    return (
      <div className={styles.message}>
        <p>
          <Trans>Select a path to see what differs. F8 goes to the next difference.</Trans>
        </p>
      </div>
    );
  return <Asked {...props} pathID={pathID} />;
}

function Asked({ pathID, ...props }: Omit<PathDifferenceProps, 'pathID'> & { readonly pathID: number }) {
  const { client, compare } = props;
  const load = useCallback(
    (signal: AbortSignal) => client.compare.path({ compare, pathID }, { signal }),
    [client, compare, pathID],
  );
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.message} aria-busy="true" />;
  return <Shown key={state.value.pathID} {...props} found={state.value} />;
}

const VIEWS = ['folder', 'content', 'metadata', 'layers'] as const;
type View = (typeof VIEWS)[number];

interface ShownProps extends Omit<PathDifferenceProps, 'pathID' | 'packages'> {
  readonly found: PathComparison;
}

function Shown({ client, data, compare, comparison, controller, selection, review, found, actions }: ShownProps) {
  const { t } = useLingui();
  const { kinds } = useDifferenceWords();
  const [picked, setPicked] = useState<View | null>(null);
  const [chosen, setChosen] = useState<ChosenVersions>({ before: null, after: null });
  const { before, after, hasBytes, isFolder } = versionChoices(found, chosen);
  const [old, now] = [useVersionBytes(data, before), useVersionBytes(data, after)];
  const onlyMetadata = found.kind === 'metadata' || found.kind === 'mtimeOnly';
  const first: View = isFolder ? 'folder' : hasBytes && !onlyMetadata ? 'content' : 'metadata';
  const view = picked ?? first;
  const labels: Readonly<Record<View, string>> = {
    folder: t`Summary`,
    content: t`Content`,
    metadata: t`Metadata`,
    layers: t`Layers`,
  };
  const sides = { before: t`Before`, after: t`After` };
  const { moved } = found;
  const inside = useInside(client, compare, found.pathID);
  return (
    <section className={styles.panel} aria-label={t`Difference of one path`}>
      <header className={styles.bar}>
        <DifferenceMark kind={found.kind} />
        <h2 className={styles.path} title={safeText(found.path)}>
          <TailName text={safeText(found.path)} />
        </h2>
        <CopyButton text={found.path} label={t`Copy path`} />
        <span className={styles.kind}>{kinds[found.kind]}</span>
        {found.package !== undefined && (
          <span className={styles.kind}>
            <Trans>package</Trans> <bdi>{safeText(found.package)}</bdi>
          </span>
        )}
        {moved && (
          <Button
            look="plain"
            icon="swap"
            title={safeText(moved.path)}
            onClick={() => void controller.goTo(moved.pathID)}
          >
            {found.kind === 'added' ? <Trans>Show where it was</Trans> : <Trans>Show where it is now</Trans>}
          </Button>
        )}
        <span className={styles.gap} />
        <VersionChips
          chosen={chosen}
          before={before}
          after={after}
          onReset={() => setChosen({ before: null, after: null })}
        />
        {VIEWS.filter((name) => name !== 'folder' || isFolder)
          .filter((name) => name !== 'content' || hasBytes)
          .map((name) => (
            <Button key={name} look="plain" aria-pressed={view === name} onClick={() => setPicked(name)}>
              {labels[name]}
            </Button>
          ))}
        <SaveVersions data={data} path={found.path} before={before} after={after} />
        <ReviewButton pathID={found.pathID} controller={controller} review={review} />
        {actions}
      </header>
      <div className={styles.body}>
        {view === 'folder' && <FolderDifference found={found} controller={controller} selection={selection} />}
        {view === 'content' && hasBytes && (
          <ContentDifference
            key={`${chosen.before} ${chosen.after}`}
            path={found.path}
            before={old}
            after={now}
            labels={sides}
            inside={chosen.before === null && chosen.after === null ? inside : undefined}
          />
        )}
        {view === 'metadata' && (
          <MetadataDifference
            before={{ entry: before?.entry ?? null, layers: comparison.before.layers, sha256: before?.sha256 }}
            after={{ entry: after?.entry ?? null, layers: comparison.after.layers, sha256: after?.sha256 }}
            labels={sides}
          />
        )}
        {view === 'layers' && (
          <PathSamples found={found} comparison={comparison} chosen={chosen} onChoose={setChosen} />
        )}
      </div>
    </section>
  );
}
