import { Menu } from '@base-ui/react/menu';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ArchiveFormat } from '../../../shared/model/store.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Icon } from '../../ui/icon.tsx';
import menu from '../../ui/menu.module.css';
import type { StoredRow } from './stored-rows.ts';

interface StoredMenuProps {
  readonly row: StoredRow;
  readonly onOpen: () => void;
  readonly onCompare: () => void;
  readonly onTag: () => void;
  readonly onSave: (format: ArchiveFormat) => void;
  readonly onRemove: () => void;
}

/** What can be done with a stored image. */
export function StoredMenu({ row, onOpen, onCompare, onTag, onSave, onRemove }: StoredMenuProps) {
  const { t } = useLingui();
  const name = safeText(row.repository === '' ? row.title : `${row.repository}:${row.title}`);
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon="more" label={t`Actions for ${name}`} />} />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <Menu.Item className={menu.item} onClick={onOpen}>
              <Icon name="box" />
              <Trans>Open</Trans>
            </Menu.Item>
            <Menu.Item className={menu.item} onClick={onCompare}>
              <Icon name="swap" />
              <Trans>Compare with…</Trans>
            </Menu.Item>
            <Menu.Item className={menu.item} onClick={onTag}>
              <Icon name="tag" />
              <Trans>Add a tag…</Trans>
            </Menu.Item>
            <Menu.Item className={menu.item} onClick={() => void copyText(row.image.manifestDigest)}>
              <Icon name="copy" />
              <Trans>Copy manifest digest</Trans>
            </Menu.Item>
            <Menu.Separator className={menu.separator} />
            <Menu.Item className={menu.item} onClick={() => onSave('docker')}>
              <Icon name="save" />
              <Trans>Save for docker load</Trans>
            </Menu.Item>
            <Menu.Item className={menu.item} onClick={() => onSave('oci')}>
              <span className={menu.mark} />
              <Trans>Save as OCI archive</Trans>
            </Menu.Item>
            <Menu.Separator className={menu.separator} />
            <Menu.Item className={menu.item} onClick={onRemove}>
              <Icon name="trash" />
              <Trans>Remove…</Trans>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
