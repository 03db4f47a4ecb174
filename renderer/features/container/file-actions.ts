import { useLingui } from '@lingui/react/macro';
import type { ContainerRow } from '../../../shared/model/container.ts';
import { copyText } from '../../ui/copy-text.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { ContainerModel } from './container-model.ts';

/** What a dialog asks before an edit. */
export interface Asked {
  readonly kind: 'file' | 'folder' | 'link' | 'rename' | 'mode' | 'owner';
  /** The folder that something new comes into. */
  readonly folder: string;
  /** Of what is changed. */
  readonly row: ContainerRow | undefined;
}

export interface FileAction {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  /** `KeyboardEvent.key` while the tree has the focus. */
  readonly keys?: string;
  readonly enabled: boolean;
  /** Has a button, too. */
  readonly inBar: boolean;
  readonly run: () => void;
}

interface Parts {
  readonly model: ContainerModel;
  readonly row: ContainerRow | undefined;
  readonly onAsk: (asked: Asked) => void;
  readonly onEdit: (path: string) => void;
  readonly onUpload: (folders: boolean) => void;
}

/** Everything that can be done with the active row, once: for the buttons, the menu, the keys and the palette. */
export function useFileActions({ model, row, onAsk, onEdit, onUpload }: Parts): readonly FileAction[] {
  const { t } = useLingui();
  const isThere = row !== undefined && row.change !== 'D';
  const folder = row?.expanded === undefined ? (row?.path.slice(0, row.path.lastIndexOf('/')) ?? '') : row.path;
  const ask = (kind: Asked['kind']) => () => onAsk({ kind, folder, row });
  const act = (action: Omit<FileAction, 'inBar' | 'enabled'> & Partial<FileAction>): FileAction => ({
    enabled: isThere,
    inBar: true,
    ...action,
  });
  return [
    act({
      id: 'edit',
      icon: 'pencil',
      label: t`Edit text`,
      keys: 'Enter',
      enabled: isThere && row.type === 'file',
      run: () => row && onEdit(row.path),
    }),
    act({ id: 'file', icon: 'file-plus', label: t`New file…`, keys: 'Insert', enabled: true, run: ask('file') }),
    act({ id: 'folder', icon: 'folder-plus', label: t`New folder…`, enabled: true, run: ask('folder') }),
    act({ id: 'link', icon: 'symlink', label: t`New symbolic link…`, enabled: true, run: ask('link') }),
    act({ id: 'upload', icon: 'upload', label: t`Copy files in…`, enabled: true, run: () => onUpload(false) }),
    act({
      id: 'upload-folder',
      icon: 'folder-up',
      label: t`Copy a folder in…`,
      enabled: true,
      inBar: false,
      run: () => onUpload(true),
    }),
    act({ id: 'rename', icon: 'tag', label: t`Rename or move…`, keys: 'F2', run: ask('rename') }),
    act({ id: 'mode', icon: 'gear', label: t`Change the mode…`, inBar: false, run: ask('mode') }),
    act({ id: 'owner', icon: 'seal', label: t`Change the owner…`, inBar: false, run: ask('owner') }),
    act({
      id: 'copy',
      icon: 'copy',
      label: t`Copy path`,
      enabled: row !== undefined,
      inBar: false,
      run: () => row && void copyText(row.path),
    }),
    act({
      id: 'delete',
      icon: 'trash',
      label: t`Delete`,
      keys: 'Delete',
      run: () => row && void model.edit({ kind: 'remove', path: row.path }),
    }),
  ];
}
