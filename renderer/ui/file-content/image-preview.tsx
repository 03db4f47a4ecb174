import { use, useCallback, useEffect, useRef } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { Failure } from '../failure.tsx';
import type { ReadRange } from '../hex-view/page-cache.ts';
import { useLoaded } from '../use-loaded.ts';
import { ViewingLimitsContext } from '../viewing-limits.ts';
import type { ImageHead } from './image-kind.ts';
import styles from './file-content.module.css';

interface ImagePreviewProps {
  read: ReadRange;
  size: number;
  image: ImageHead;
  name: string;
}

/** Draws a picture's pixels on a canvas: the file never becomes part of the page. */
export function ImagePreview(props: ImagePreviewProps) {
  const { size, image } = props;
  const pixels = (image.width ?? 0) * (image.height ?? 0);
  const { 'picture-bytes': mostBytes, 'picture-pixels': mostPixels } = use(ViewingLimitsContext);
  const limit = formatBytes(mostBytes);
  if (size > mostBytes)
    return (
      <p className={styles.message}>
        <Trans>
          Too large to draw: pictures up to {limit} are shown (picture-bytes in the settings). See it as hex, or save
          it.
        </Trans>
      </p>
    );
  if (pixels > mostPixels)
    return (
      <p className={styles.message}>
        <Trans>Too many pixels to draw (picture-pixels in the settings). See it as hex, or save it.</Trans>
      </p>
    );
  return <DrawnImage {...props} />;
}

function DrawnImage({ read, size, image, name }: ImagePreviewProps) {
  const { t } = useLingui();
  const canvas = useRef<HTMLCanvasElement>(null);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const bytes = await read(0, size, signal);
      return createImageBitmap(new Blob([bytes.slice()], { type: image.kind }));
    },
    [read, size, image.kind],
  );
  const [state, retry] = useLoaded(load);
  const bitmap = state.kind === 'ready' ? state.value : null;

  useEffect(() => {
    const element = canvas.current;
    if (!element || !bitmap) return;
    element.width = bitmap.width;
    element.height = bitmap.height;
    element.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  if (state.kind === 'failed') return <Failure error={state.error} onRetry={retry} />;
  return (
    <div className={styles.picture}>
      <canvas ref={canvas} role="img" aria-label={t`Picture ${name}`} hidden={!bitmap} />
    </div>
  );
}
