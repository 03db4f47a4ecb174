import { Dialog } from '@base-ui/react/dialog';
import { Trans, useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import { IconButton } from '../../ui/button.tsx';
import dialog from '../../ui/dialog.module.css';
import styles from './palette.module.css';

interface Group {
  readonly name: string;
  readonly keys: readonly (readonly [keys: string, does: string])[];
}

/** Every key of the window on one sheet. */
export function ShortcutsSheet({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { settings } = useApp();
  const dive = useDiveGroup();
  const diveKeys = useStore(settings, (state) => state.diveKeys);
  const groups: readonly Group[] = [
    {
      name: t`Everywhere`,
      keys: [
        ['Ctrl+K', t`Commands`],
        ['Ctrl+P', t`Go to path`],
        ['Ctrl+Shift+F', t`Search all layers`],
        ['Ctrl+O', t`Open image file…`],
        ['Ctrl+Shift+O', t`Open folder…`],
        ['Ctrl+,', t`Settings`],
        ['Alt+← →', t`Back and forward`],
        ['Alt+PgUp PgDn', t`To the tab before or after`],
        ['Alt+W', t`Close this tab`],
        ['Ctrl+ + − 0', t`Zoom in, out, and back`],
        ['?', t`This sheet`],
      ],
    },
    {
      name: t`Files and lists`,
      keys: [
        ['↑ ↓', t`To the row above or below`],
        ['← →', t`Close or open a folder`],
        ['Home End', t`To the first or last row`],
        ['*', t`Expand all folders`],
        ['a…z', t`To the next name that begins so`],
        ['Ctrl+F', t`Filter by path`],
        ['Shift+F10', t`What can be done with the row`],
      ],
    },
    {
      name: t`Layers and core sample`,
      keys: [
        ['↑ ↓', t`Choose a layer or a version`],
        ['Home End', t`To the top or the base`],
      ],
    },
    {
      name: t`Compare`,
      keys: [
        ['F8 Shift+F8', t`To the next difference, or the one before`],
        ['n p', t`The same, in the tree of differences`],
        ['Space', t`Mark as reviewed, or not`],
        ['Enter', t`Into the difference of the file`],
        ['Esc', t`Back to the tree`],
      ],
    },
    {
      name: t`Treemap`,
      keys: [
        ['← ↑ ↓ →', t`To the box beside`],
        ['Enter', t`Into the folder`],
        ['Backspace', t`Out one folder`],
      ],
    },
    ...(diveKeys ? [dive] : []),
  ];
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={`${dialog.popup} ${styles.sheet}`}>
          <header className={dialog.head}>
            <Dialog.Title>
              <Trans>Keyboard shortcuts</Trans>
            </Dialog.Title>
            <Dialog.Close render={<IconButton icon="close" label={t`Close`} />} />
          </header>
          <div className={styles.groups}>
            {groups.map(({ name, keys }) => (
              <section key={name}>
                <h3>{name}</h3>
                <dl>
                  {keys.map(([key, does]) => (
                    <div key={key}>
                      <dt>
                        <kbd>{key}</kbd>
                      </dt>
                      <dd>{does}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <p className={styles.status}>
            <Trans>On a Mac, Cmd stands for Ctrl.</Trans>{' '}
            {!diveKeys && <Trans>The keys of dive can be turned on in the settings.</Trans>}
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useDiveGroup(): Group {
  const { t } = useLingui();
  return {
    name: t`Keys of dive`,
    keys: [
      ['Tab', t`Between the layers and the tree`],
      ['k j', t`To the row above or below`],
      ['h l', t`Close or open a folder`],
      ['u d', t`Up or down a page`],
      ['Space', t`Open or close the folder`],
      ['Ctrl+Space', t`Expand or collapse all folders`],
      ['Ctrl+/', t`Filter by path`],
      ['Ctrl+A', t`In the layers: the tree as of the layer`],
      ['Ctrl+L', t`In the layers: only the layer`],
      ['Ctrl+A R M', t`In the tree: only added, removed, modified`],
      ['Ctrl+O', t`In the tree: sort by name or size`],
    ],
  };
}
