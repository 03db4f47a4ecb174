import { Menu } from '@base-ui/react/menu';
import { Trans, useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import { FILE_COLUMNS, type FileColumn } from '../../stores/file-columns.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import menu from '../../ui/menu.module.css';
import { useColumnWords } from './column-words.ts';

/** Which columns the tree has. @param shown those that there is room for */
export function ColumnsMenu({ shown }: { shown: readonly FileColumn[] }) {
  const { t } = useLingui();
  const { fileColumns } = useApp();
  const { chosen, toggle, reset } = useStore(fileColumns);
  const words = useColumnWords();
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon="columns" label={t`Columns`} />} />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            {FILE_COLUMNS.map((column) => (
              <Menu.CheckboxItem
                key={column}
                className={menu.item}
                checked={chosen.includes(column)}
                onCheckedChange={() => toggle(column)}
              >
                <span className={menu.mark}>
                  <Menu.CheckboxItemIndicator>
                    <Icon name="check" size={14} />
                  </Menu.CheckboxItemIndicator>
                </span>
                {words[column]}
                {chosen.includes(column) && !shown.includes(column) && (
                  <span className={menu.hint}>
                    <Trans>no room</Trans>
                  </span>
                )}
              </Menu.CheckboxItem>
            ))}
            <Menu.Separator className={menu.separator} />
            <Menu.Item className={menu.item} onClick={reset}>
              <span className={menu.mark} />
              <Trans>Reset columns and widths</Trans>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
