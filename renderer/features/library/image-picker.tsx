import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatTimestamp } from '../../../shared/format/time.ts';
import type { ImageHandle, ImageSummary, OpenedSourceSummary } from '../../../shared/model/image.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './image-picker.module.css';
import { baseName, imageTitle, platformText } from '../../ui/image-words.ts';

interface ImagePickerProps {
  readonly opened: OpenedSourceSummary;
  readonly onChoose: (image: ImageHandle) => void;
}

/** Asks which image of a file that holds several, or says why none can be shown. */
export function ImagePicker({ opened, onChoose }: ImagePickerProps) {
  const images = opened.images.filter((image) => image.kind === 'image');
  const others = opened.images.filter((image) => image.kind !== 'image');
  const file = safeText(baseName(opened.source.path));
  return (
    <div className={styles.screen}>
      <div className={styles.column}>
        <h1>
          <Plural
            value={images.length}
            _0={`No image in ${file} has a root file system`}
            one={`# image in ${file}`}
            other={`# images in ${file}`}
          />
        </h1>
        <p className={styles.lead}>
          {images.length > 0 ? (
            <Trans>Choose the one to explore. You can switch at the top of the window later.</Trans>
          ) : (
            <Trans>There is nothing to browse here.</Trans>
          )}
        </p>
        <ul className={styles.list}>
          {images.map((image) => (
            <Choice key={image.handle} image={image} onChoose={onChoose} />
          ))}
        </ul>
        {others.length > 0 && (
          <>
            <h2>
              <Trans>Also in this file</Trans>
            </h2>
            <ul className={styles.list}>
              {others.map((image) => (
                <Other key={image.handle} image={image} images={images} />
              ))}
            </ul>
          </>
        )}
        {opened.warnings.map((warning) => (
          <p key={warning.code + warning.message} className={styles.warning}>
            <Icon name="warning" />
            {safeText(warning.message)}
          </p>
        ))}
      </div>
    </div>
  );
}

function Choice({ image, onChoose }: { image: ImageSummary; onChoose: (image: ImageHandle) => void }) {
  const { absentLayers } = image;
  return (
    <li>
      <button
        type="button"
        className={styles.choice}
        disabled={image.problem !== undefined}
        onClick={() => onChoose(image.handle)}
      >
        <Icon name="box" size={18} />
        <span className={styles.name}>
          {imageTitle(image)}
          {image.names.length > 1 && <small> {image.names.slice(1).map(safeText).join(', ')}</small>}
        </span>
        <span className={styles.platform}>{platformText(image.platform)}</span>
        <code className={styles.id}>{image.id ? shortDigest(image.id) : ''}</code>
        <span className={styles.number}>
          <Plural value={image.layerCount} one="# layer" other="# layers" />
        </span>
        <span className={styles.number}>{formatBytes(image.blobSize)}</span>
        <span className={styles.created}>{image.created && safeText(formatTimestamp(image.created)).slice(0, 10)}</span>
        {absentLayers > 0 && (
          <span className={styles.problem}>
            <Icon name="warning" size={14} />
            <Plural value={absentLayers} one="# layer is not in this file" other="# layers are not in this file" />
          </span>
        )}
        {image.problem !== undefined && (
          <span className={styles.problem}>
            <Icon name="error" size={14} />
            {safeText(image.problem)}
          </span>
        )}
      </button>
    </li>
  );
}

function Other({ image, images }: { image: ImageSummary; images: readonly ImageSummary[] }) {
  const { t } = useLingui();
  const subject = images.find((other) => other.manifestDigest !== null && other.manifestDigest === image.attests);
  const of = subject ? platformText(subject.platform) || imageTitle(subject) : '';
  return (
    <li className={styles.other}>
      <Icon name="seal" size={18} />
      <span className={styles.badge}>{image.kind === 'attestation' ? t`Attestation` : t`Artifact`}</span>
      <code>{image.manifestDigest ? shortDigest(image.manifestDigest) : ''}</code>
      {subject && <Trans>for {of}</Trans>}
      <span className={styles.number}>{formatBytes(image.blobSize)}</span>
    </li>
  );
}
