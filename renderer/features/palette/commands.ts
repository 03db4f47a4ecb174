import { useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import type { CentreTab } from '../../stores/selection.ts';
import { useActiveImage } from './use-active-image.ts';

/** Something that can be done by name. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** Keys that do the same, as written on a keycap. */
  readonly keys?: string;
  readonly run: () => void;
}

/** What can be done now, in the order of the list. @param onOpen asks for a file or a folder */
export function useCommands(onOpen: (folder: boolean) => void): readonly Command[] {
  const { t } = useLingui();
  const { session, settings, overlays } = useApp();
  const tabs = useStore(session, (state) => state.tabs);
  const image = useActiveImage();
  const { activate } = session.getState();
  const { setTheme, setLanguage } = settings.getState();
  const { show } = overlays.getState();
  const screens: Readonly<Partial<Record<CentreTab, string>>> = {
    files: t`Show Files`,
    space: t`Show Space`,
    hidden: t`Show Hidden`,
    history: t`Show History`,
    config: t`Show Config`,
    integrity: t`Show Integrity`,
    warnings: t`Show Warnings`,
  };
  const commands: Command[] = [];
  if (image) {
    const { selection } = image;
    const { setMode, setShowHidden, showTab, askSearch, back, forward } = selection.getState();
    commands.push(
      { id: 'path', label: t`Go to path…`, keys: 'Ctrl+P', run: () => show('paths') },
      { id: 'search', label: t`Search all layers`, keys: 'Ctrl+Shift+F', run: askSearch },
      ...Object.entries(screens).map(([tab, label]) => ({
        id: `tab-${tab}`,
        label,
        run: () => showTab(tab as CentreTab),
      })),
      {
        id: 'hidden',
        label: t`Show or leave out hidden files`,
        run: () => setShowHidden(!selection.getState().showHidden),
      },
      { id: 'back', label: t`Back`, keys: 'Alt+←', run: back },
      { id: 'forward', label: t`Forward`, keys: 'Alt+→', run: forward },
      { id: 'merged', label: t`Show the merged root file system`, run: () => setMode({ kind: 'merged' }) },
    );
  }
  commands.push(
    { id: 'open', label: t`Open image file…`, keys: 'Ctrl+O', run: () => onOpen(false) },
    { id: 'open-folder', label: t`Open folder…`, keys: 'Ctrl+Shift+O', run: () => onOpen(true) },
  );
  if (tabs.length > 0) commands.push({ id: 'library', label: t`Go to the library`, run: () => activate(null) });
  commands.push(
    { id: 'shortcuts', label: t`Keyboard shortcuts`, keys: '?', run: () => show('shortcuts') },
    { id: 'theme-light', label: t`Theme: light`, run: () => setTheme('light') },
    { id: 'theme-dark', label: t`Theme: dark`, run: () => setTheme('dark') },
    { id: 'theme-system', label: t`Theme: as the system`, run: () => setTheme('system') },
    // Each in its own language: who cannot read the one finds the other.
    { id: 'language-en', label: 'Language: English', run: () => setLanguage('en') },
    { id: 'language-zh', label: '语言：中文', run: () => setLanguage('zh-CN') },
  );
  // Last: there may be more of these than of all others.
  if (image) {
    const { selection, layerCount } = image;
    const { setMode } = selection.getState();
    commands.push(
      ...Array.from({ length: layerCount }, (_, layer) => ({
        id: `layer-${layer}`,
        label: t`Show only layer ${layer}`,
        run: () => setMode({ kind: 'layer', layer }),
      })),
      ...Array.from({ length: Math.max(0, layerCount - 1) }, (_, layer) => ({
        id: `upto-${layer}`,
        label: t`Show the tree as of layer ${layer}`,
        run: () => setMode({ kind: 'upto', layer }),
      })),
    );
  }
  return commands;
}
