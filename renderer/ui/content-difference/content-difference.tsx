import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { Button } from '../button.tsx';
import { Failure, failureText } from '../failure.tsx';
import { chooseContent, type ContentKind } from '../file-content/choose-view.ts';
import { mayBeTold } from '../file-content/content-teller.ts';
import { FileContent } from '../file-content/file-content.tsx';
import { ImagePreview } from '../file-content/image-preview.tsx';
import { looksLikeJSON } from '../file-content/json-content.tsx';
import { nameOf } from '../file-content/path-name.ts';
import { TEXT_PAGE, type TextEncoding } from '../../../shared/format/text-encoding.ts';
import { useLoaded } from '../use-loaded.ts';
import { FactDifferences } from './fact-differences.tsx';
import type { FileBytes, SideLabels } from './file-bytes.ts';
import { FormattedDifference } from './formatted-difference.tsx';
import { Half } from './half.tsx';
import { HexDifference } from './hex-difference.tsx';
import type { InsideTeller } from './inside.ts';
import { InsideNote } from './inside-note.tsx';
import { MemberDifferences } from './member-differences.tsx';
import { TextDifference } from './text-difference.tsx';
import styles from './content-difference.module.css';

interface ContentDifferenceProps {
  readonly path: string;
  /** Null where that side has no bytes. */
  readonly before: FileBytes | null;
  readonly after: FileBytes | null;
  readonly labels: SideLabels;
  /** Without one, archives and programs show as hex. */
  readonly inside?: InsideTeller | undefined;
}

/** The bytes of both sides: text with its changed lines, pictures, or hex with the bytes that differ. */
export function ContentDifference({ path, before, after, labels, inside }: ContentDifferenceProps) {
  const only = before ? (after ? null : before) : after;
  const side = only && <span className={styles.kind}>{before ? labels.before : labels.after}</span>;
  if (only)
    return only.size === 0 ? (
      <p className={styles.absent}>
        <Trans>Empty file.</Trans>
      </p>
    ) : (
      <FileContent read={only.read} path={path} size={only.size} narrow={false} bar={side} />
    );
  if (!before || !after) return null;
  return <Both {...{ path, before, after, labels, inside }} />;
}

type View = 'picture' | 'inside' | 'text' | 'formatted' | 'hex';

function Both({
  path,
  before,
  after,
  labels,
  inside,
}: ContentDifferenceProps & { before: FileBytes; after: FileBytes }) {
  const { t } = useLingui();
  const [picked, setPicked] = useState<View | null>(null);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [one, other] = await Promise.all([readHead(before, signal), readHead(after, signal)]);
      const kinds = { left: kindOf(one, before), right: kindOf(other, after) };
      const isJSON = looksLikeJSON(nameOf(path), one) && looksLikeJSON(nameOf(path), other);
      return {
        ...kinds,
        isJSON: isJSON && before.size <= TEXT_PAGE && after.size <= TEXT_PAGE,
        mayBeTold: mayBeTold(one) && mayBeTold(other),
      };
    },
    [before, after, path],
  );
  const [state, retry] = useLoaded(load);
  const [told, retryTold] = useLoaded(
    useCallback((signal: AbortSignal) => inside?.describe(signal) ?? Promise.resolve(null), [inside]),
  );
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.stack} aria-busy="true" />;
  const { left, right } = state.value;
  const pictures = left.kind === 'image' && right.kind === 'image';
  const texts = left.kind === 'text' && right.kind === 'text';
  const difference = told.kind === 'ready' ? told.value : null;
  const inner = difference?.inner;
  const hasInside = inner?.kind === 'archive' || (inner?.kind === 'facts' && inner.facts.length > 0);
  // What the bytes promise to be is waited for: hex that gives way at once helps nobody.
  const waits = inside !== undefined && told.kind === 'loading' && state.value.mayBeTold && !texts;
  const view = picked ?? (pictures ? 'picture' : hasInside || waits ? 'inside' : texts ? 'text' : 'hex');
  const views: readonly (readonly [View, string])[] = [
    ...(hasInside ? ([['inside', inner.kind === 'archive' ? t`Members` : t`Summary`]] as const) : []),
    pictures ? ['picture', t`Picture`] : ['text', t`Text`],
    ...(state.value.isJSON && texts ? ([['formatted', t`Formatted`]] as const) : []),
    ['hex', t`Hex`],
  ];
  return (
    <>
      <div className={styles.bar} role="toolbar" aria-label={t`Content`}>
        {views.map(([name, label]) => (
          <Button key={name} look="plain" aria-pressed={view === name} onClick={() => setPicked(name)}>
            {label}
          </Button>
        ))}
        {told.kind === 'loading' && inside && !texts && (
          <span className={styles.note} role="status">
            <Trans>Looking inside both files…</Trans>
          </span>
        )}
        {difference && <InsideNote difference={difference} isText={texts} />}
        {told.kind === 'failed' && (
          <Button look="plain" icon="warning" title={failureText(told.error)} onClick={retryTold}>
            <Trans>Could not look inside</Trans>
          </Button>
        )}
      </div>
      {view === 'inside' && inside && inner?.kind === 'archive' && (
        <MemberDifferences inner={inner} read={inside.members} name={nameOf(path)} />
      )}
      {view === 'inside' && waits && <div className={styles.stack} aria-busy="true" />}
      {view === 'inside' && inner?.kind === 'facts' && <FactDifferences inner={inner} labels={labels} />}
      {view === 'picture' && left.kind === 'image' && right.kind === 'image' && (
        <div className={styles.halves}>
          <Half label={labels.before} size={before.size}>
            <ImagePreview read={before.read} size={before.size} image={left.image} name={nameOf(path)} />
          </Half>
          <Half label={labels.after} size={after.size}>
            <ImagePreview read={after.read} size={after.size} image={right.image} name={nameOf(path)} />
          </Half>
        </div>
      )}
      {view === 'text' && (
        <TextDifference
          {...{ before, after, labels }}
          encodings={{ before: encodingOf(left), after: encodingOf(right) }}
          differs={difference !== null && difference.firstDifference !== null}
          fileName={nameOf(path)}
        />
      )}
      {view === 'formatted' && <FormattedDifference {...{ before, after, labels }} />}
      {view === 'hex' && <HexDifference {...{ before, after, labels }} />}
    </>
  );
}

async function readHead({ read, size }: FileBytes, signal: AbortSignal): Promise<Uint8Array> {
  return size === 0 ? new Uint8Array() : read(0, Math.min(size, TEXT_PAGE), signal);
}

function kindOf(head: Uint8Array, { size }: FileBytes): ContentKind {
  return chooseContent(head, head.length === size);
}

function encodingOf(kind: ContentKind): TextEncoding {
  return kind.kind === 'text' ? kind.encoding : 'latin1';
}
