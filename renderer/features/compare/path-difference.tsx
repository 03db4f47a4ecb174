import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useMemo, useState } from 'react';
import { dataURL } from '../../../shared/contract/contract.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, PathComparison, PathSide } from '../../../shared/model/compare.ts';
import { createByteReader, type DataPlane } from '../../host/byte-reader.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ContentDifference } from '../../ui/content-difference/content-difference.tsx';
import type { FileBytes } from '../../ui/content-difference/file-bytes.ts';
import { MetadataDifference } from '../../ui/content-difference/metadata-difference.tsx';
import { CoreSample } from '../../ui/core-sample/core-sample.tsx';
import { Failure } from '../../ui/failure.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { DifferenceMark } from './difference-mark.tsx';
import { useDifferenceWords } from './difference-words.ts';
import styles from './path-difference.module.css';

interface PathDifferenceProps {
  readonly client: OutcropClient;
  readonly data: DataPlane;
  readonly compare: string;
  readonly comparison: Comparison;
  /** Null until a row was chosen. */
  readonly pathID: number | null;
  readonly onGoTo: (pathID: number) => void;
}

/** One path on both sides: content, metadata, and the layers that made it so. */
export function PathDifference({ pathID, ...props }: PathDifferenceProps) {
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

const VIEWS = ['content', 'metadata', 'layers'] as const;
type View = (typeof VIEWS)[number];

function Shown({ data, comparison, found, onGoTo }: Omit<PathDifferenceProps, 'pathID'> & { found: PathComparison }) {
  const { t } = useLingui();
  const { kinds } = useDifferenceWords();
  const [picked, setPicked] = useState<View | null>(null);
  const bytes = hasBytes(found);
  const first = bytes && found.kind !== 'metadata' && found.kind !== 'mtimeOnly' ? 'content' : 'metadata';
  const view = picked ?? first;
  const labels: Readonly<Record<View, string>> = { content: t`Content`, metadata: t`Metadata`, layers: t`Layers` };
  const moved = found.moved;
  // What was changed when it moved is compared with what it was.
  const changed = moved && moved.likeness < 100 ? moved.side : null;
  const old = (found.kind === 'added' && changed) || found.before;
  const now = (found.kind === 'removed' && changed) || found.after;
  const before = useBytes(data, old);
  const after = useBytes(data, now);
  const sides = { before: t`Before`, after: t`After` };
  return (
    <section className={styles.panel} aria-label={t`Difference of one path`}>
      <header className={styles.bar}>
        <DifferenceMark kind={found.kind} />
        <h2 className={styles.path} title={safeText(found.path)}>
          <bdi>{safeText(found.path)}</bdi>
        </h2>
        <CopyButton text={found.path} label={t`Copy path`} />
        <span className={styles.kind}>{kinds[found.kind]}</span>
        {found.package !== undefined && (
          <span className={styles.kind}>
            <Trans>package</Trans> <bdi>{safeText(found.package)}</bdi>
          </span>
        )}
        {moved && (
          <Button look="plain" icon="swap" title={safeText(moved.path)} onClick={() => onGoTo(moved.pathID)}>
            {found.kind === 'added' ? <Trans>Show where it was</Trans> : <Trans>Show where it is now</Trans>}
          </Button>
        )}
        <span className={styles.gap} />
        {VIEWS.map((name) => (
          <Button
            key={name}
            look="plain"
            aria-pressed={view === name}
            disabled={name === 'content' && !bytes}
            onClick={() => setPicked(name)}
          >
            {labels[name]}
          </Button>
        ))}
      </header>
      <div className={styles.body}>
        {view === 'content' && bytes && <ContentDifference path={found.path} {...{ before, after }} labels={sides} />}
        {view === 'metadata' && (
          <MetadataDifference
            before={metadataOf(old, comparison.before.layers)}
            after={metadataOf(now, comparison.after.layers)}
            labels={sides}
          />
        )}
        {view === 'layers' && <Samples found={found} comparison={comparison} />}
      </div>
    </section>
  );
}

/** The same drill on each side: which layer wrote, replaced or deleted the path. */
function Samples({ found, comparison }: { found: PathComparison; comparison: Comparison }) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<Readonly<Record<'before' | 'after', number>>>({ before: -1, after: -1 });
  return (
    <div className={styles.halves}>
      {(['before', 'after'] as const).map((side) => {
        const of = found[side];
        return (
          <section key={side} className={styles.half} aria-label={side === 'before' ? t`Before` : t`After`}>
            {of === null ? (
              <p className={styles.absent}>
                <Trans>No layer of this side ever held it.</Trans>
              </p>
            ) : (
              <CoreSample
                story={of.story}
                layers={comparison[side].layers}
                chosen={chosen[side] >= 0 ? chosen[side] : (of.entry?.layer ?? -1)}
                onChoose={(layer) => setChosen({ ...chosen, [side]: layer })}
              />
            )}
          </section>
        );
      })}
    </div>
  );
}

function useBytes(data: DataPlane, side: PathSide | null): FileBytes | null {
  const entry = side?.entry?.type === 'file' ? side.entry : undefined;
  const url = side && entry ? dataURL.content(side.image, side.pathID, entry.layer) : null;
  const size = entry?.size ?? 0;
  return useMemo(() => (url === null ? null : { read: createByteReader(data, url), size }), [data, url, size]);
}

function metadataOf(side: PathSide | null, layers: Comparison['before']['layers']) {
  return { entry: side?.entry ?? null, layers, sha256: side?.sha256 };
}

function hasBytes({ before, after }: PathComparison): boolean {
  return before?.entry?.type === 'file' || after?.entry?.type === 'file';
}
