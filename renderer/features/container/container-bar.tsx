import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ContainerState } from '../../../shared/model/container.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { baseName, shortName } from '../../ui/image-words.ts';
import styles from './container.module.css';

interface ContainerBarProps {
  readonly state: ContainerState;
  readonly busy: boolean;
  readonly onStep: (way: 'undo' | 'redo') => void;
  readonly onCommit: () => void;
  readonly onDiscard: () => void;
}

/** Which container it is, how many edits it has, and what ends it. */
export function ContainerBar({ state, busy, onStep, onCommit, onDiscard }: ContainerBarProps) {
  const { t } = useLingui();
  const { summary } = state;
  const { id, name, edits, undone, image } = summary;
  const [imageName] = image.names;
  const on = imageName === undefined ? safeText(baseName(image.path)) : shortName(imageName);
  return (
    <div className={styles.bar} role="group" aria-label={t`Container`}>
      <h1 className={styles.title}>{name === '' ? id : safeText(name)}</h1>
      {name !== '' && <code className={styles.fact}>{id}</code>}
      <span className={styles.fact} title={safeText(image.path)}>
        <Trans>on {on}</Trans>
      </span>
      <span className={styles.fact} role="status">
        <Plural value={edits} _0="No edits yet" one="# edit" other="# edits" />
      </span>
      <span className={styles.actions}>
        <IconButton
          icon="undo"
          label={t`Undo (Ctrl+Z)`}
          disabled={busy || edits === 0}
          onClick={() => onStep('undo')}
        />
        <IconButton
          icon="redo"
          label={t`Redo (Ctrl+Shift+Z)`}
          disabled={busy || undone === 0}
          onClick={() => onStep('redo')}
        />
        <Button icon="trash" onClick={onDiscard}>
          <Trans>Discard…</Trans>
        </Button>
        <Button look="primary" icon="save" onClick={onCommit}>
          <Trans>Commit…</Trans>
        </Button>
      </span>
    </div>
  );
}
