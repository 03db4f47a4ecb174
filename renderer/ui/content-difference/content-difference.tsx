import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { Button } from '../button.tsx';
import { Failure } from '../failure.tsx';
import { chooseContent, type ContentKind } from '../file-content/choose-view.ts';
import { FileContent } from '../file-content/file-content.tsx';
import { ImagePreview } from '../file-content/image-preview.tsx';
import { nameOf } from '../file-content/path-name.ts';
import { TEXT_PAGE, type TextEncoding } from '../../../shared/format/text-encoding.ts';
import { useLoaded } from '../use-loaded.ts';
import type { FileBytes, SideLabels } from './file-bytes.ts';
import { Half } from './half.tsx';
import { HexDifference } from './hex-difference.tsx';
import { TextDifference } from './text-difference.tsx';
import styles from './content-difference.module.css';

interface ContentDifferenceProps {
  readonly path: string;
  /** Null where that side has no bytes. */
  readonly before: FileBytes | null;
  readonly after: FileBytes | null;
  readonly labels: SideLabels;
}

/** The bytes of both sides: text with its changed lines, pictures, or hex with the bytes that differ. */
export function ContentDifference({ path, before, after, labels }: ContentDifferenceProps) {
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
  return <Both path={path} before={before} after={after} labels={labels} />;
}

type View = 'picture' | 'text' | 'hex';

function Both({ path, before, after, labels }: ContentDifferenceProps & { before: FileBytes; after: FileBytes }) {
  const { t } = useLingui();
  const [picked, setPicked] = useState<View | null>(null);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [left, right] = await Promise.all([readKind(before, signal), readKind(after, signal)]);
      return { left, right };
    },
    [before, after],
  );
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.stack} aria-busy="true" />;
  const { left, right } = state.value;
  const pictures = left.kind === 'image' && right.kind === 'image';
  const view = picked ?? (pictures ? 'picture' : left.kind === 'text' && right.kind === 'text' ? 'text' : 'hex');
  const views: readonly (readonly [View, string])[] = [
    pictures ? ['picture', t`Picture`] : ['text', t`Text`],
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
      </div>
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
          fileName={nameOf(path)}
        />
      )}
      {view === 'hex' && <HexDifference {...{ before, after, labels }} />}
    </>
  );
}

async function readKind({ read, size }: FileBytes, signal: AbortSignal): Promise<ContentKind> {
  const bytes = size === 0 ? new Uint8Array() : await read(0, Math.min(size, TEXT_PAGE), signal);
  return chooseContent(bytes, bytes.length === size);
}

function encodingOf(kind: ContentKind): TextEncoding {
  return kind.kind === 'text' ? kind.encoding : 'latin1';
}
