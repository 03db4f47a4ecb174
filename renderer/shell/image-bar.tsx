import { Menu } from '@base-ui/react/menu';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatBytes } from '../../shared/format/bytes.ts';
import { safeText } from '../../shared/format/safe-text.ts';
import { formatTimestamp } from '../../shared/format/time.ts';
import type { ImageHandle, ImageSummary } from '../../shared/model/image.ts';
import { shortDigest } from '../../shared/oci/digest.ts';
import { imageTitle, platformText } from '../ui/image-words.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { Icon } from '../ui/icon.tsx';
import menu from '../ui/menu.module.css';
import styles from './image-bar.module.css';

interface ImageBarProps {
  readonly image: ImageSummary;
  /** Every image of its file. */
  readonly images: readonly ImageSummary[];
  readonly onChoose: (image: ImageHandle) => void;
  /** What can be done with it. */
  readonly actions: ReactNode;
}

/** Which image is shown, and the way to the others of its file. */
export function ImageBar({ image, images, onChoose, actions }: ImageBarProps) {
  const { t } = useLingui();
  const { id } = image;
  const platform = platformText(image.platform);
  return (
    <div className={styles.bar} role="group" aria-label={t`Image`}>
      <Picker image={image} images={images} onChoose={onChoose} />
      {platform !== '' && <span className={styles.fact}>{platform}</span>}
      {id && (
        <span className={styles.fact} title={`${t`Image ID: the digest of its config`}\n${id}`}>
          <code>{shortDigest(id)}</code>
          <IconButton icon="copy" label={t`Copy image ID`} onClick={() => void copyText(id)} />
        </span>
      )}
      <span className={styles.fact} title={t`Bytes of all layers as stored in this file`}>
        {formatBytes(image.blobSize)}
      </span>
      {image.created !== null && (
        <span className={styles.fact} title={t`Created, as the config says`}>
          {safeText(formatTimestamp(image.created)).slice(0, 16)}
        </span>
      )}
      {image.absentLayers > 0 && (
        <span className={styles.absent}>
          <Icon name="warning" size={14} />
          <Trans>
            {image.absentLayers} of {image.layerCount} layers are not in this file
          </Trans>
        </span>
      )}
      <span className={styles.actions}>{actions}</span>
    </div>
  );
}

function Picker({ image, images, onChoose }: Omit<ImageBarProps, 'actions'>) {
  const choices = images.filter((other) => other.kind === 'image');
  if (choices.length < 2) {
    const more = image.names.slice(1).map(safeText).join('\n');
    return (
      <h1 className={styles.name} title={more}>
        {imageTitle(image)}
      </h1>
    );
  }
  return (
    <Menu.Root>
      <h1 className={styles.name}>
        <Menu.Trigger render={<Button look="plain" className={styles.picker} />}>
          {imageTitle(image)}
          <Icon name="chevron-down" size={14} />
        </Menu.Trigger>
      </h1>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="start" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup value={image.handle} onValueChange={(handle: ImageHandle) => onChoose(handle)}>
              {choices.map((choice) => (
                <Menu.RadioItem
                  key={choice.handle}
                  value={choice.handle}
                  className={menu.item}
                  disabled={choice.problem !== undefined}
                  closeOnClick
                >
                  <span className={menu.mark}>
                    <Menu.RadioItemIndicator>
                      <Icon name="check" />
                    </Menu.RadioItemIndicator>
                  </span>
                  {imageTitle(choice)}
                  <span className={menu.hint}>
                    {platformText(choice.platform)} · {formatBytes(choice.blobSize)}
                  </span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
