import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { dataURL } from '../../../shared/contract/contract.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { PathComparison, PathSide } from '../../../shared/model/compare.ts';
import { createByteReader, type DataPlane } from '../../host/byte-reader.ts';
import { Button } from '../../ui/button.tsx';
import { LazyMergeView } from '../../ui/code-view/lazy-merge-view.tsx';
import { Failure } from '../../ui/failure.tsx';
import { chooseContent, type ContentKind } from '../../ui/file-content/choose-view.ts';
import { FileContent } from '../../ui/file-content/file-content.tsx';
import { ImagePreview } from '../../ui/file-content/image-preview.tsx';
import { nameOf } from '../../ui/file-content/path-name.ts';
import { createPageDecoder, TEXT_PAGE } from '../../ui/file-content/text-encoding.ts';
import { HexView } from '../../ui/hex-view/hex-view.tsx';
import type { ReadRange } from '../../ui/hex-view/page-cache.ts';
import { useLoaded } from '../../ui/use-loaded.ts';
import { firstDifference } from './first-difference.ts';
import styles from './path-difference.module.css';

interface Bytes {
  readonly read: ReadRange;
  readonly size: number;
}

/** The bytes of both sides: text with its changed lines, pictures, or hex from the first byte that differs. */
export function ContentDifference({ data, found }: { data: DataPlane; found: PathComparison }) {
  const before = useBytes(data, found.before);
  const after = useBytes(data, found.after);
  const { t } = useLingui();
  const only = before ? (after ? null : before) : after;
  const side = only && <span className={styles.kind}>{before ? t`Before` : t`After`}</span>;
  if (only)
    return only.size === 0 ? (
      <p className={styles.absent}>
        <Trans>Empty file.</Trans>
      </p>
    ) : (
      <FileContent read={only.read} path={found.path} size={only.size} narrow={false} bar={side} />
    );
  if (!before || !after) return null;
  return <Both path={found.path} before={before} after={after} />;
}

function useBytes(data: DataPlane, side: PathSide | null): Bytes | null {
  const entry = side?.entry?.type === 'file' ? side.entry : undefined;
  const url = side && entry ? dataURL.content(side.image, side.pathID, entry.layer) : null;
  const size = entry?.size ?? 0;
  return useMemo(() => (url === null ? null : { read: createByteReader(data, url), size }), [data, url, size]);
}

interface Head {
  readonly bytes: Uint8Array;
  readonly kind: ContentKind;
}

function Both({ path, before, after }: { path: string; before: Bytes; after: Bytes }) {
  const { t } = useLingui();
  const [picked, setPicked] = useState<'text' | 'hex' | null>(null);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const [left, right] = await Promise.all([readHead(before, signal), readHead(after, signal)]);
      return { left, right };
    },
    [before, after],
  );
  const [state, retry] = useLoaded(load);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  if (!state.value) return <div className={styles.body} aria-busy="true" />;
  const { left, right } = state.value;
  const pictures = left.kind.kind === 'image' && right.kind.kind === 'image';
  const text = left.kind.kind === 'text' && right.kind.kind === 'text';
  const view = picked ?? (pictures ? 'picture' : text ? 'text' : 'hex');
  return (
    <>
      {view === 'picture' && left.kind.kind === 'image' && right.kind.kind === 'image' && (
        <div className={styles.halves}>
          <Half label={t`Before`} size={before.size}>
            <ImagePreview read={before.read} size={before.size} image={left.kind.image} name={nameOf(path)} />
          </Half>
          <Half label={t`After`} size={after.size}>
            <ImagePreview read={after.read} size={after.size} image={right.kind.image} name={nameOf(path)} />
          </Half>
        </div>
      )}
      {view === 'text' && (
        <div className={styles.text}>
          <LazyMergeView
            before={textOf(left)}
            after={textOf(right)}
            fileName={nameOf(path)}
            labels={{ before: t`Text before`, after: t`Text after` }}
          />
        </div>
      )}
      {view === 'hex' && <HexHalves before={before} after={after} left={left.bytes} right={right.bytes} />}
      <footer className={styles.foot}>
        {view === 'text' && <Cut before={before} after={after} />}
        <span className={styles.gap} />
        {pictures && (
          <Button look="plain" aria-pressed={view === 'picture'} onClick={() => setPicked(null)}>
            <Trans>Picture</Trans>
          </Button>
        )}
        {!pictures && (
          <Button look="plain" aria-pressed={view === 'text'} onClick={() => setPicked('text')}>
            <Trans>Text</Trans>
          </Button>
        )}
        <Button look="plain" aria-pressed={view === 'hex'} onClick={() => setPicked('hex')}>
          <Trans>Hex</Trans>
        </Button>
      </footer>
    </>
  );
}

async function readHead({ read, size }: Bytes, signal: AbortSignal): Promise<Head> {
  const bytes = size === 0 ? new Uint8Array() : await read(0, Math.min(size, TEXT_PAGE), signal);
  return { bytes, kind: chooseContent(bytes, bytes.length === size) };
}

function textOf({ bytes, kind }: Head): string {
  return createPageDecoder(kind.kind === 'text' ? kind.encoding : 'latin1')(bytes, true);
}

/** Says what is not compared here, never silently. */
function Cut({ before, after }: { before: Bytes; after: Bytes }) {
  if (before.size <= TEXT_PAGE && after.size <= TEXT_PAGE) return null;
  const limit = formatBytes(TEXT_PAGE);
  return <Trans>Only the first {limit} of each side are compared as text.</Trans>;
}

interface HexHalvesProps {
  readonly before: Bytes;
  readonly after: Bytes;
  /** First bytes of each. */
  readonly left: Uint8Array;
  readonly right: Uint8Array;
}

function HexHalves({ before, after, left, right }: HexHalvesProps) {
  const { t } = useLingui();
  const at = firstDifference(left, right);
  const offset = at === -1 ? '' : `0x${at.toString(16)}`;
  const start = Math.max(0, at);
  return (
    <>
      <div className={styles.halves}>
        <Half label={t`Before`} size={before.size}>
          <HexView read={before.read} size={before.size} label={t`Bytes before`} start={start} />
        </Half>
        <Half label={t`After`} size={after.size}>
          <HexView read={after.read} size={after.size} label={t`Bytes after`} start={start} />
        </Half>
      </div>
      <p className={styles.foot}>
        {at === -1 ? (
          <Trans>No difference in the part that was read.</Trans>
        ) : (
          <Trans>The first byte that differs is at {offset}.</Trans>
        )}
      </p>
    </>
  );
}

function Half({ label, size, children }: { label: string; size: number; children: ReactNode }) {
  return (
    <section className={styles.bytes} aria-label={label}>
      <p className={styles.caption}>
        {label} · {formatBytes(size)}
      </p>
      {children}
    </section>
  );
}
