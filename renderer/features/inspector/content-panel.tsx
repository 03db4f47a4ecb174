import { useMemo, useState, type ReactNode } from 'react';
import { Dialog } from '@base-ui/react/dialog';
import { Trans, useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { PathVersion } from '../../../shared/model/entry.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { ContentPlace } from '../../stores/selection.ts';
import { IconButton } from '../../ui/button.tsx';
import type { DataPlane } from '../../host/byte-reader.ts';
import { FileContent } from '../../ui/file-content/file-content.tsx';
import type { ContentTeller } from '../../ui/file-content/content-teller.ts';
import { FolderSummary } from './folder-summary.tsx';
import type { Inspection } from './inspection.ts';
import { SaveButton } from './save-button.tsx';
import { fileNameFor } from '../../ui/file-content/path-name.ts';
import styles from './content.module.css';

interface ContentPanelProps {
  client: OutcropClient;
  data: DataPlane;
  image: ImageHandle;
  inspection: Inspection;
  pathID: number;
  path: string;
  version: PathVersion;
  /** Where in a file to look. */
  place: ContentPlace | undefined;
}

/** What one version holds: bytes of a file, target of a link, what lies in a folder. */
export function ContentPanel(props: ContentPanelProps) {
  const { client, image, pathID, version } = props;
  if (version.type === 'file') {
    if (version.size === 0)
      return (
        <Panel>
          <p className={styles.message}>
            <Trans>Empty file.</Trans>
          </p>
        </Panel>
      );
    return <FilePanel {...props} />;
  }
  if (version.type === 'dir')
    return (
      <Panel>
        <FolderSummary {...{ client, image, pathID }} visible={version.visible} />
      </Panel>
    );
  return (
    <Panel>
      <NoBytes version={version} />
    </Panel>
  );
}

function Panel({ children }: { children: ReactNode }) {
  return <div className={styles.small}>{children}</div>;
}

/** The same content beside the facts, and over the whole window when it is enlarged. */
function FilePanel({ client, data, image, inspection, pathID, path, version, place }: ContentPanelProps) {
  const { t } = useLingui();
  const [{ url, read }] = useState(() => inspection.reader(version));
  const [large, setLarge] = useState(false);
  const { layer } = version;
  const teller = useMemo<ContentTeller>(
    () => ({
      describe: (signal) => client.content.describe({ image, pathID, layer }, { signal }),
      members: (start, end, signal) => client.content.archive({ image, pathID, layer, start, end }, { signal }),
    }),
    [client, image, pathID, layer],
  );
  const bar = (
    <>
      <SaveButton data={data} url={url} fileName={fileNameFor(path)} />
      <IconButton
        icon={large ? 'collapse' : 'expand'}
        label={large ? t`Back to the side` : t`Enlarge`}
        onClick={() => setLarge(!large)}
      />
    </>
  );
  const content = (
    <FileContent {...{ read, path }} size={version.size} place={place} teller={teller} narrow={!large} bar={bar} />
  );
  if (!large) return <div className={styles.panel}>{content}</div>;
  return (
    <Dialog.Root open onOpenChange={setLarge}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.dialog}>
          <Dialog.Title className={styles.dialogTitle}>
            {safeText(path)}{' '}
            <span>
              <Trans>as in layer {layer}</Trans>
            </span>
          </Dialog.Title>
          <div className={styles.panel}>{content}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function NoBytes({ version }: { version: PathVersion }) {
  if (version.type === 'symlink')
    return (
      <p className={styles.message} data-selectable>
        <Trans>Points to</Trans> <code>{safeText(version.linkTarget ?? '')}</code>
      </p>
    );
  return (
    <p className={styles.message}>
      <Trans>It has no content of its own.</Trans>
    </p>
  );
}
