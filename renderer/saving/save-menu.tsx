import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { useApp } from '../app-context.ts';
import { wireErrorOf } from '../host/outcrop-error.ts';
import { Button } from '../ui/button.tsx';
import { download } from '../ui/download.ts';
import { fileNameFor } from '../ui/file-content/path-name.ts';
import { Icon } from '../ui/icon.tsx';
import menu from '../ui/menu.module.css';

export interface SaveChoice {
  readonly label: string;
  /** Of the saved file, with its ending. */
  readonly fileName: string;
  readonly read: () => Promise<Blob>;
}

interface SaveMenuProps {
  readonly choices: readonly SaveChoice[];
  /** What fails, when it fails. */
  readonly subject: string;
  /** On the button. */
  readonly children: ReactNode;
  readonly disabled?: boolean;
  readonly look?: 'plain' | 'normal';
}

/** Saves what a screen shows as a file, in one of several forms. */
export function SaveMenu({ choices, subject, children, disabled, look = 'plain' }: SaveMenuProps) {
  const { activity } = useApp();
  const save = async ({ fileName, read }: SaveChoice): Promise<void> => {
    try {
      download(await read(), fileNameFor(fileName.replaceAll('/', '-')));
    } catch (error) {
      activity.getState().fail(subject, wireErrorOf(error));
    }
  };
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button look={look} icon="drop" />} disabled={disabled}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            {choices.map((choice) => (
              <Menu.Item key={choice.label} className={menu.item} onClick={() => void save(choice)}>
                <Icon name="file" />
                {choice.label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
