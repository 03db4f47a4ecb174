import { ContextMenu } from '@base-ui/react/context-menu';
import { Trans } from '@lingui/react/macro';
import type { ReactNode, Ref } from 'react';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { FileRow } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { copyText } from '../../ui/copy-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import menu from '../../ui/menu.module.css';
import styles from './files-screen.module.css';

interface RowMenuProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
  /** The active row: the pointer makes it so before the menu opens. */
  readonly row: FileRow | undefined;
  readonly onPurge: (path: string) => void;
  readonly children: ReactNode;
  readonly ref: Ref<HTMLDivElement>;
}

/** What can be done with one row. */
export function RowMenu({ client, image, selection, row, onPurge, children, ref }: RowMenuProps) {
  const { setMode } = selection.getState();
  const copyPath = async (id: number) => copyText(await client.image.pathOf({ image, pathID: id }));
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger ref={ref} className={styles.menuArea}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menu.positioner}>
          <ContextMenu.Popup className={menu.popup}>
            {row && (
              <>
                <ContextMenu.Item className={menu.item} onClick={() => void copyPath(row.pathID)}>
                  <Icon name="copy" />
                  <Trans>Copy path</Trans>
                </ContextMenu.Item>
                <ContextMenu.Item className={menu.item} onClick={() => void copyText(row.name)}>
                  <span className={menu.mark} />
                  <Trans>Copy name</Trans>
                </ContextMenu.Item>
                {row.linkTarget !== undefined && (
                  <ContextMenu.Item className={menu.item} onClick={() => void copyText(row.linkTarget ?? '')}>
                    <span className={menu.mark} />
                    <Trans>Copy link target</Trans>
                  </ContextMenu.Item>
                )}
                <ContextMenu.Separator className={menu.separator} />
                <ContextMenu.Item className={menu.item} onClick={() => setMode({ kind: 'layer', layer: row.layer })}>
                  <Icon name="layers" />
                  <Trans>Show only its layer</Trans> <LayerChip layer={row.layer} />
                </ContextMenu.Item>
                <ContextMenu.Item className={menu.item} onClick={() => setMode({ kind: 'upto', layer: row.layer })}>
                  <Icon name="water" />
                  <Trans>Show the tree as of its layer</Trans> <LayerChip layer={row.layer} />
                </ContextMenu.Item>
                <ContextMenu.Separator className={menu.separator} />
                <ContextMenu.Item
                  className={menu.item}
                  onClick={() => void client.image.pathOf({ image, pathID: row.pathID }).then(onPurge)}
                >
                  <Icon name="trash" />
                  <Trans>Purge from every layer…</Trans>
                </ContextMenu.Item>
              </>
            )}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
