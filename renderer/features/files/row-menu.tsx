import { ContextMenu } from '@base-ui/react/context-menu';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode, Ref } from 'react';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { FileRow, PathID } from '../../../shared/model/view.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { copyText } from '../../ui/copy-text.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import menu from '../../ui/menu.module.css';
import { canExport, type FileActions } from './file-actions.ts';
import styles from './files-screen.module.css';

interface RowMenuProps {
  readonly selection: SelectionStore;
  /** Base first. */
  readonly layers: readonly LayerSummary[];
  readonly actions: FileActions;
  /** The active row, or all that are picked: the pointer makes it so before the menu opens. */
  readonly rows: readonly FileRow[];
  readonly canPickFolder: boolean;
  readonly onPurge: (pathID: PathID) => void;
  readonly children: ReactNode;
  readonly ref: Ref<HTMLDivElement>;
}

/** What can be done with the row under the pointer, or with all that are picked. */
export function RowMenu({ selection, layers, actions, rows, canPickFolder, onPurge, children, ref }: RowMenuProps) {
  const { t } = useLingui();
  const { mode, setMode } = selection.getState();
  const row = rows.length === 1 ? rows[0] : undefined;
  const layer = row && !row.implicit ? layers[row.layer] : undefined;
  const exportable = canExport(rows, mode) && rows.some((one) => one.hiddenBy === undefined);
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger ref={ref} className={styles.menuArea}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menu.positioner}>
          <ContextMenu.Popup className={menu.popup}>
            {row?.type === 'symlink' &&
              item('arrow-right', <Trans>Go to where it leads</Trans>, () => void actions.follow(row), 'Enter')}
            {rows.length > 0 &&
              item(
                'copy',
                row ? <Trans>Copy path</Trans> : <Trans>Copy paths</Trans>,
                () => void actions.copyPaths(rows),
                'Ctrl+C',
              )}
            {row && item(null, <Trans>Copy name</Trans>, () => void copyText(row.name))}
            {row?.linkTarget !== undefined &&
              item(null, <Trans>Copy link target</Trans>, () => void copyText(row.linkTarget ?? ''))}
            {rows.some(({ type }) => type === 'file') &&
              item(
                'seal',
                row ? <Trans>Copy digest of the content</Trans> : <Trans>Copy digests of the contents</Trans>,
                () => void actions.copyDigests(rows),
              )}
            {layer &&
              item(
                null,
                layer.digest === null ? (
                  <Trans>Copy diffID of its layer</Trans>
                ) : (
                  <Trans>Copy digest of its layer</Trans>
                ),
                () => void actions.copyLayerDigest(layer),
                undefined,
                (layer.digest ?? layer.diffID) === null,
              )}
            {rows.length > 0 && <ContextMenu.Separator className={menu.separator} />}
            {rows.length > 0 &&
              item('drop', <Trans>Save as tar</Trans>, () => void actions.saveTar(rows), undefined, !exportable)}
            {rows.length > 0 &&
              canPickFolder &&
              item('folder', t`Extract to a folder…`, () => void actions.extract(rows), undefined, !exportable)}
            {row && (
              <>
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
                <ContextMenu.Item className={menu.item} onClick={() => onPurge(row.pathID)}>
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

function item(icon: IconName | null, label: ReactNode, run: () => void, keys?: string, disabled = false) {
  return (
    <ContextMenu.Item className={menu.item} disabled={disabled} onClick={run}>
      {icon ? <Icon name={icon} /> : <span className={menu.mark} />}
      {label}
      {keys !== undefined && <span className={menu.hint}>{keys}</span>}
    </ContextMenu.Item>
  );
}
