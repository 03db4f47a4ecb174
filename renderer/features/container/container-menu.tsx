import { ContextMenu } from '@base-ui/react/context-menu';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/icon.tsx';
import menu from '../../ui/menu.module.css';
import styles from './container.module.css';
import type { FileAction } from './file-actions.ts';

/** What can be done with one row, also by Shift+F10. */
export function ContainerMenu({ actions, children }: { actions: readonly FileAction[]; children: ReactNode }) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger className={styles.menuArea}>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menu.positioner}>
          <ContextMenu.Popup className={menu.popup}>
            {actions.map(({ id, icon, label, keys, enabled, run }) => (
              <ContextMenu.Item key={id} className={menu.item} disabled={!enabled} onClick={run}>
                <Icon name={icon} />
                {label}
                {keys !== undefined && <span className={menu.hint}>{keys}</span>}
              </ContextMenu.Item>
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
