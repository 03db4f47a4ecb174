import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState, type KeyboardEvent } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { Button, IconButton } from '../button.tsx';
import type { ChunkSteps } from '../code-view/chunk-steps.ts';
import { LazyMergeView } from '../code-view/lazy-merge-view.tsx';
import { Failure } from '../failure.tsx';
import type { TextEncoding } from '../../../shared/format/text-encoding.ts';
import { useLoaded } from '../use-loaded.ts';
import type { FileBytes, SideLabels } from './file-bytes.ts';
import { FIRST_PART, isLastPart, partAfter, readTextPart, type PartStart, type TextPart } from './text-parts.ts';
import { useStepsFocus } from './use-steps-focus.ts';
import styles from './content-difference.module.css';

interface TextDifferenceProps {
  readonly before: FileBytes;
  readonly after: FileBytes;
  readonly encodings: { readonly before: TextEncoding; readonly after: TextEncoding };
  readonly fileName: string;
  readonly labels: SideLabels;
  /** It is known that some part differs: the first one that does is gone to, once. */
  readonly differs?: boolean;
}

/** Two texts side by side. Larger ones part by part; parts that are the same can be passed over. */
export function TextDifference({ before, after, encodings, fileName, labels, differs = false }: TextDifferenceProps) {
  const { t } = useLingui();
  // Where the parts up to the shown one start: the cuts are only known on the way.
  const [starts, setStarts] = useState<readonly PartStart[]>([FIRST_PART]);
  const [seek, setSeek] = useState(false);
  const [sought, setSought] = useState(false);
  const [steps, setSteps] = useState<ChunkSteps>();
  const [at, setAt] = useState(-1);
  const stack = useStepsFocus(steps !== undefined);
  const takeSteps = useCallback((found: ChunkSteps) => {
    setSteps(found);
    setAt(-1);
  }, []);
  const { before: left, after: right } = encodings;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const way = [...starts];
      for (;;) {
        // Each part begins where the one before was cut.
        // oxlint-disable-next-line no-await-in-loop
        const part = await readTextPart(
          { before, after },
          { before: left, after: right },
          way.at(-1) ?? FIRST_PART,
          signal,
        );
        if (!seek || !part.same || isLastPart(part, { before, after })) return { part, way };
        way.push(partAfter(part));
      }
    },
    [before, after, left, right, starts, seek],
  );
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.stack} aria-busy="true" />;
  const { part, way } = state.value;
  const last = isLastPart(part, { before, after });
  const busy = state.kind === 'loading';
  const next = partAfter(part);
  const seekOn = () => {
    setSeek(true);
    setStarts([...way, next]);
  };
  if (differs && !sought && state.kind === 'ready') {
    setSought(true);
    if (part.same && way.length === 1 && !last) seekOn();
  }
  const count = steps?.count ?? 0;
  const step = (to: number) => {
    if (to < 0 || to >= count) return false;
    steps?.show(to);
    setAt(to);
    return true;
  };
  // Past the last change it goes on to the next part, and past the last part the key is not this view's.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'F8') return;
    const stepped = step(event.shiftKey ? at - 1 : at + 1);
    if (!stepped && (event.shiftKey || last)) return;
    if (!stepped && !busy) seekOn();
    event.preventDefault();
    event.stopPropagation();
  };
  const number = at + 1;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of what is inside
    <div ref={stack} className={styles.stack} aria-busy={busy} tabIndex={-1} data-steps onKeyDown={onKeyDown}>
      <div className={styles.text}>
        <LazyMergeView
          before={part.before.text}
          after={part.after.text}
          firstLines={{ before: part.before.line, after: part.after.line }}
          fileName={fileName}
          labels={{ before: t`Text: ${labels.before}`, after: t`Text: ${labels.after}` }}
          onSteps={takeSteps}
        />
      </div>
      {(count > 0 || part.same || way.length > 1 || !last) && (
        <div className={styles.foot}>
          {count > 0 && (
            <>
              <IconButton
                icon="arrow-up"
                label={t`Previous difference (Shift+F8)`}
                disabled={at <= 0}
                onClick={() => step(at - 1)}
              />
              <IconButton
                icon="arrow-down"
                label={t`Next difference (F8)`}
                disabled={at >= count - 1}
                onClick={() => step(at + 1)}
              />
              <span role="status">
                {at < 0 ? (
                  <Plural value={count} one="# place differs" other="# places differ" />
                ) : (
                  <Trans>
                    Difference {number} of {count}
                  </Trans>
                )}
              </span>
            </>
          )}
          {(part.same || way.length > 1 || !last) && (
            <span role="status">
              <Where part={part} number={way.length} only={way.length === 1 && last} />
            </span>
          )}
          <span className={styles.gap} />
          {(way.length > 1 || !last) && (
            <>
              <Button
                disabled={busy || way.length === 1}
                onClick={() => {
                  setSeek(false);
                  setStarts(way.slice(0, -1));
                }}
              >
                <Trans>Previous part</Trans>
              </Button>
              <Button
                disabled={busy || last}
                onClick={() => {
                  setSeek(false);
                  setStarts([...way, next]);
                }}
              >
                <Trans>Next part</Trans>
              </Button>
              <Button disabled={busy || last} onClick={seekOn}>
                <Trans>Next part that differs</Trans>
              </Button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Where({ part: { before, after, same }, number, only }: { part: TextPart; number: number; only: boolean }) {
  const [from, to] = [formatBytes(before.from), formatBytes(before.to)];
  const [otherFrom, otherTo] = [formatBytes(after.from), formatBytes(after.to)];
  if (only) return <Trans>Both have the same bytes.</Trans>;
  return (
    <>
      <Trans>
        Part {number}: {from} to {to} beside {otherFrom} to {otherTo}.
      </Trans>{' '}
      {same && <Trans>This part is the same.</Trans>}
    </>
  );
}
