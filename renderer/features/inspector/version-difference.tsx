import { Dialog } from '@base-ui/react/dialog';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { dataURL } from '../../../shared/contract/contract.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { PathStory, PathVersion } from '../../../shared/model/entry.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { createByteReader, type DataPlane } from '../../host/byte-reader.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ContentDifference } from '../../ui/content-difference/content-difference.tsx';
import type { FileBytes } from '../../ui/content-difference/file-bytes.ts';
import { MetadataDifference } from '../../ui/content-difference/metadata-difference.tsx';
import { CoreSample } from '../../ui/core-sample/core-sample.tsx';
import { withSide, type VersionPair } from './version-pair.ts';
import content from './content.module.css';
import styles from './version-difference.module.css';

interface VersionDifferenceProps {
  readonly data: DataPlane;
  readonly image: ImageHandle;
  readonly pathID: number;
  readonly story: PathStory;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
  /** Compared at first. */
  readonly pair: VersionPair;
  readonly onClose: () => void;
}

/** Any two versions of one path beside each other, over the whole window. Each core sample chooses one. */
export function VersionDifference({ data, image, pathID, story, layers, pair, onClose }: VersionDifferenceProps) {
  const { t } = useLingui();
  const [{ before, after }, setPair] = useState(pair);
  const [picked, setPicked] = useState<'content' | 'metadata' | null>(null);
  const left = story.versions.find(({ layer }) => layer === before);
  const right = story.versions.find(({ layer }) => layer === after);
  const leftBytes = useBytes(data, image, pathID, left);
  const rightBytes = useBytes(data, image, pathID, right);
  const hasBytes = leftBytes !== null || rightBytes !== null;
  const view = hasBytes ? (picked ?? 'content') : 'metadata';
  const labels = { before: t`Layer ${before}`, after: t`Layer ${after}` };
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className={content.backdrop} />
        <Dialog.Popup className={content.dialog}>
          <header className={styles.head}>
            <Dialog.Title className={styles.title}>
              <bdi>{safeText(story.path)}</bdi>{' '}
              <span>
                <Trans>
                  layer {before} beside layer {after}
                </Trans>
              </span>
            </Dialog.Title>
            <Button
              look="plain"
              aria-pressed={view === 'content'}
              disabled={!hasBytes}
              onClick={() => setPicked('content')}
            >
              <Trans>Content</Trans>
            </Button>
            <Button look="plain" aria-pressed={view === 'metadata'} onClick={() => setPicked('metadata')}>
              <Trans>Metadata</Trans>
            </Button>
            <IconButton icon="swap" label={t`Swap sides`} onClick={() => setPair({ before: after, after: before })} />
            <IconButton icon="close" label={t`Close`} onClick={onClose} />
          </header>
          <div className={styles.body}>
            <aside className={styles.samples}>
              {(['before', 'after'] as const).map((side) => (
                <section
                  key={side}
                  className={styles.sample}
                  aria-label={side === 'before' ? t`Left side` : t`Right side`}
                >
                  <h3>{side === 'before' ? <Trans>Left side</Trans> : <Trans>Right side</Trans>}</h3>
                  <CoreSample
                    story={story}
                    layers={layers}
                    chosen={side === 'before' ? before : after}
                    onChoose={(layer) => setPair(withSide({ before, after }, side, layer))}
                  />
                </section>
              ))}
            </aside>
            <div className={styles.main}>
              {view === 'content' && (
                <ContentDifference
                  key={`${before} ${after}`}
                  path={story.path}
                  before={leftBytes}
                  after={rightBytes}
                  labels={labels}
                />
              )}
              {view === 'metadata' && (
                <MetadataDifference
                  before={{ entry: left ?? null, layers }}
                  after={{ entry: right ?? null, layers }}
                  labels={labels}
                />
              )}
            </div>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useBytes(
  data: DataPlane,
  image: ImageHandle,
  pathID: number | null,
  version: PathVersion | undefined,
): FileBytes | null {
  const url = pathID !== null && version?.type === 'file' ? dataURL.content(image, pathID, version.layer) : null;
  const size = version?.size ?? 0;
  return useMemo(() => (url === null ? null : { read: createByteReader(data, url), size }), [data, url, size]);
}
