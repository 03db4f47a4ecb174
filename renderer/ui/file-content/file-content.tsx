import { use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { assertNever } from '../../../shared/assert.ts';
import { Button } from '../button.tsx';
import { Failure } from '../failure.tsx';
import { HexView } from '../hex-view/hex-view.tsx';
import type { TextPlace } from '../code-view/found-place.ts';
import type { MarkedBytes } from '../hex-view/marked-bytes.ts';
import type { ReadRange } from '../hex-view/page-cache.ts';
import { useLoaded, type Loaded } from '../use-loaded.ts';
import type { ContentKind } from './choose-view.ts';
import { mayBeTold, type ContentTeller } from './content-teller.ts';
import { ImagePreview } from './image-preview.tsx';
import { JSONContent, looksLikeJSON } from './json-content.tsx';
import { SummaryView, useSummaryLabel } from './summary-view.tsx';
import { TextPages } from './text-pages.tsx';
import { ViewingLimitsContext } from '../viewing-limits.ts';
import { nameOf } from './path-name.ts';
import { useFirstPage } from './use-first-page.ts';
import styles from './file-content.module.css';

interface FileContentProps {
  /** Must keep its identity. */
  read: ReadRange;
  path: string;
  /** Bytes, more than 0. */
  size: number;
  /** True beside the other panes, where lines are short. */
  narrow: boolean;
  bar: ReactNode;
  /** Where to look; each new object shows it again. */
  place?: TextPlace | undefined;
  /** Without one, archives and programs show as hex. Must keep its identity. */
  teller?: ContentTeller | undefined;
}

type View = 'image' | 'summary' | 'tree' | 'text' | 'hex';

/** The bytes of a file as what they are; the first view is chosen by the bytes, the reader may change it. */
export function FileContent({ read, path, size, narrow, bar, place, teller }: FileContentProps) {
  const { t } = useLingui();
  const { 'text-bytes': mostText } = use(ViewingLimitsContext);
  const summaryLabel = useSummaryLabel();
  const [state, retry] = useFirstPage(read, size);
  const [picked, setPicked] = useState<View | null>(null);
  const kind = state.kind === 'failed' ? undefined : state.value?.kind;
  const [shownPlace, setShownPlace] = useState<TextPlace>();
  if (place !== shownPlace && kind) {
    setShownPlace(place);
    if (place) setPicked(viewOf(place, kind, mostText));
  }
  const head = state.kind === 'failed' ? undefined : state.value?.head;
  const asked = head && teller && mayBeTold(head) ? teller : undefined;
  const [told, retryTold] = useLoaded(
    useCallback((signal: AbortSignal) => asked?.describe(signal) ?? Promise.resolve(null), [asked]),
  );
  const summary = told.kind === 'ready' ? (told.value ?? undefined) : undefined;
  const hasSummary = asked !== undefined && summary?.kind !== 'other';
  const hasTree = kind?.kind === 'text' && head !== undefined && looksLikeJSON(nameOf(path), head);
  const view = picked ?? (kind ? (hasSummary ? 'summary' : firstView(kind)) : null);
  const marks = useMemo(() => (shownPlace ? [markedBytes(shownPlace)] : undefined), [shownPlace]);
  return (
    <>
      <div className={styles.bar} role="toolbar" aria-label={t`Content`}>
        {kind?.kind === 'image' && (
          <Button look="plain" aria-pressed={view === 'image'} onClick={() => setPicked('image')}>
            <Trans>Picture</Trans>
          </Button>
        )}
        {hasSummary && (
          <Button look="plain" aria-pressed={view === 'summary'} onClick={() => setPicked('summary')}>
            {summaryLabel(summary?.kind)}
          </Button>
        )}
        {hasTree && (
          <Button look="plain" aria-pressed={view === 'tree'} onClick={() => setPicked('tree')}>
            <Trans>Tree</Trans>
          </Button>
        )}
        <Button look="plain" aria-pressed={view === 'text'} onClick={() => setPicked('text')}>
          <Trans>Text</Trans>
        </Button>
        <Button look="plain" aria-pressed={view === 'hex'} onClick={() => setPicked('hex')}>
          <Trans>Hex</Trans>
        </Button>
        {kind && <span className={styles.kind}>{kindLabel(kind, t`binary`)}</span>}
        <span className={styles.gap} />
        {bar}
      </div>
      <div className={styles.body} aria-busy={state.kind === 'loading'}>
        {state.kind === 'failed' && <Failure error={state.error} onRetry={retry} />}
        {state.kind !== 'failed' && state.value && (
          <>
            {view === 'summary' && (
              <Told told={told} onRetry={retryTold}>
                {summary && asked && <SummaryView summary={summary} teller={asked} name={nameOf(path)} />}
              </Told>
            )}
            {view === 'tree' && (
              <JSONContent head={state.value.head} kind={state.value.kind} size={size} name={nameOf(path)} />
            )}
            {view === 'hex' && (
              <HexView
                read={read}
                size={size}
                label={t`Bytes of ${nameOf(path)}`}
                place={shownPlace}
                {...(marks && { marks })}
              />
            )}
            {view === 'text' && (
              <TextPages
                read={read}
                size={size}
                head={state.value.head}
                kind={state.value.kind}
                path={path}
                wrapped={narrow}
                place={shownPlace}
              />
            )}
            {view === 'image' && kind?.kind === 'image' && (
              <ImagePreview read={read} size={size} image={kind.image} name={nameOf(path)} />
            )}
          </>
        )}
      </div>
    </>
  );
}

/** A large compressed archive takes the engine a while. */
function Told({ told, onRetry, children }: { told: Loaded<unknown>; onRetry: () => void; children: ReactNode }) {
  if (told.kind === 'failed') return <Failure error={told.error} onRetry={onRetry} />;
  if (told.kind === 'ready') return children;
  return (
    <p className={styles.message} aria-busy="true">
      <Trans>Reading the file…</Trans>
    </p>
  );
}

/** Text past what the editor takes, and a place in bytes that are no text, show as hex. */
function viewOf({ offset }: TextPlace, kind: ContentKind, mostText: number): View {
  return kind.kind === 'text' && offset < mostText ? 'text' : 'hex';
}

function markedBytes({ offset, match }: TextPlace): MarkedBytes {
  return { start: offset, end: offset + Math.max(1, new TextEncoder().encode(match).length) };
}

function firstView(kind: ContentKind): View {
  switch (kind.kind) {
    case 'image':
      return 'image';
    case 'text':
      return 'text';
    case 'binary':
      return 'hex';
    default:
      return assertNever(kind);
  }
}

function kindLabel(kind: ContentKind, binary: string): string {
  switch (kind.kind) {
    case 'image': {
      const { width, height } = kind.image;
      const name = kind.image.kind.slice('image/'.length).toUpperCase();
      return width === undefined ? name : `${name} ${width} × ${height}`;
    }
    case 'text':
      return { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE', latin1: 'Latin-1' }[kind.encoding];
    case 'binary':
      return kind.what ?? binary;
    default:
      return assertNever(kind);
  }
}
