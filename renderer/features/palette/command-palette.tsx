import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import type { Command } from '../../stores/command-sources.ts';
import styles from './palette.module.css';
import { QuickPick } from './quick-pick.tsx';
import { ranked } from './rank.ts';

/** Everything that can be done, by name. */
export function CommandPalette({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const items = useMemo(() => ranked(commands, typed), [commands, typed]);
  return (
    <QuickPick
      label={t`Commands`}
      placeholder={t`What do you want to do?`}
      typed={typed}
      onType={setTyped}
      items={items}
      keyOf={(command) => command.id}
      render={(command) => (
        <>
          <span className={styles.name}>{command.label}</span>
          {command.keys !== undefined && <kbd className={styles.keys}>{command.keys}</kbd>}
        </>
      )}
      onChoose={(command) => {
        onClose();
        command.run();
      }}
      onClose={onClose}
      status={items.length === 0 && <Trans>No command is called that.</Trans>}
    />
  );
}
