import { Trans, useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { EntryType, PathStory } from '../../../shared/model/entry.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { firstChoice } from '../../ui/core-sample/core-cells.ts';
import { useHidingSentence } from '../../ui/core-sample/words.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { SafeName } from '../../ui/safe-name.tsx';
import { nameOf } from '../../ui/file-content/path-name.ts';
import styles from './inspector.module.css';

const ICONS: Readonly<Record<EntryType, IconName>> = {
  file: 'file',
  dir: 'folder',
  symlink: 'symlink',
  char: 'device',
  block: 'device',
  fifo: 'fifo',
};

/** Name, path and state of the path, in words. */
export function InspectorHeader({ story }: { story: PathStory }) {
  const { t } = useLingui();
  const shown = firstChoice(story.versions);
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <Icon name={shown ? ICONS[shown.type] : 'file'} />
        <h2 title={safeText(nameOf(story.path))}>
          <SafeName text={nameOf(story.path)} />
        </h2>
        <CopyButton text={story.path} label={t`Copy path`} />
      </div>
      <p className={styles.path} data-selectable title={safeText(story.path)}>
        <SafeName text={story.path} />
      </p>
      {story.rawPath !== undefined && (
        <p className={styles.note}>
          <Trans>The name is not valid UTF-8; other bytes are written as \xNN.</Trans>
        </p>
      )}
      <StateLine story={story} />
    </header>
  );
}

function StateLine({ story }: { story: PathStory }) {
  const sentence = useHidingSentence();
  const shown = firstChoice(story.versions);
  if (story.state === 'visible' && shown)
    return (
      <p className={styles.state} data-state="visible">
        <Icon name="eye" />
        {shown.implicit ? (
          <Trans>Visible. No layer has an entry for it; files inside imply it</Trans>
        ) : (
          <>
            <Trans>Visible, from layer</Trans> <LayerChip layer={shown.layer} />
          </>
        )}
      </p>
    );
  if (story.state === 'hidden' && shown?.hiddenBy)
    return (
      <p className={styles.state} data-state="hidden">
        <Icon name="ghost" />
        <span>
          <Trans>Hidden, still in the image.</Trans> {sentence(shown.hiddenBy, story.path, undefined)}
        </span>
      </p>
    );
  return (
    <p className={styles.state} data-state="absent">
      <Icon name="close" />
      <Trans>Absent: no layer has this path.</Trans>
    </p>
  );
}
