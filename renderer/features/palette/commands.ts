import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { highestLayer, type ChangeFilter } from '../../../shared/model/view.ts';
import { useApp } from '../../app-context.ts';
import type { Command } from '../../stores/command-sources.ts';
import { useActiveImage, type ActiveImage } from './use-active-image.ts';

/** What the window does for commands that are not of one screen. */
export interface WindowActions {
  /** Asks for a file or a folder and opens it. */
  readonly open: (folder: boolean) => void;
  readonly openSample: () => void;
  readonly closeTab: (key: string) => void;
}

/** What can be done now, in the order of the list. */
export function useCommands(actions: WindowActions): readonly Command[] {
  const { t } = useLingui();
  const app = useApp();
  const tabs = useStore(app.session, (state) => state.tabs);
  const active = useStore(app.session, (state) => state.active);
  const image = useActiveImage();
  const ofImage = useImageCommands(image);
  const ofSettings = useSettingCommands();
  const ofLayers = useLayerCommands(image);
  return useMemo(() => {
    const { overlays, session } = app;
    const { show } = overlays.getState();
    const { activate } = session.getState();
    /** The library is the tab before the first. */
    const beside = (by: 1 | -1) => {
      const keys = [null, ...tabs.map(({ key }) => key)];
      activate(keys.at((keys.indexOf(active) + by) % keys.length) ?? null);
    };
    return [
      ...ofImage,
      { id: 'open', label: t`Open image file…`, keys: 'Ctrl+O', run: () => actions.open(false) },
      { id: 'open-folder', label: t`Open folder…`, keys: 'Ctrl+Shift+O', run: () => actions.open(true) },
      { id: 'sample', label: t`Explore the sample image`, run: actions.openSample },
      ...(tabs.length === 0
        ? []
        : [
            { id: 'library', label: t`Go to the library`, run: () => activate(null) },
            { id: 'tab-after', label: t`Next tab`, keys: 'Alt+PgDn', run: () => beside(1) },
            { id: 'tab-before', label: t`Previous tab`, keys: 'Alt+PgUp', run: () => beside(-1) },
          ]),
      ...(active === null
        ? []
        : [{ id: 'close-tab', label: t`Close this tab`, keys: 'Alt+W', run: () => actions.closeTab(active) }]),
      { id: 'settings', label: t`Settings`, keys: 'Ctrl+,', run: () => show('settings') },
      { id: 'shortcuts', label: t`Keyboard shortcuts`, keys: '?', run: () => show('shortcuts') },
      ...ofSettings,
      // Last: there may be more of these than of all others.
      ...ofLayers,
    ];
  }, [app, actions, tabs, active, ofImage, ofSettings, ofLayers, t]);
}

function useImageCommands(image: ActiveImage | null): readonly Command[] {
  const { t } = useLingui();
  const { overlays } = useApp();
  return useMemo(() => {
    if (!image) return [];
    const { selection, layerCount } = image;
    const { setMode, setShowHidden, setWhere, showTab, askSearch, back, forward } = selection.getState();
    // With the whole tree in front, dive's keys mean the top layer.
    const layer = () => highestLayer(selection.getState().mode) ?? layerCount - 1;
    /** Only what a layer did so; again: all of it. */
    const onlyChange = (change: ChangeFilter) => () => {
      const { where } = selection.getState();
      const isOn = where.changes?.length === 1 && where.changes[0] === change;
      showTab('files');
      setWhere({ ...where, changes: isOn ? [] : [change] });
    };
    return [
      { id: 'path', label: t`Go to path…`, keys: 'Ctrl+P', run: () => overlays.getState().show('paths') },
      { id: 'search', label: t`Search all layers`, keys: 'Ctrl+Shift+F', run: askSearch },
      {
        id: 'hidden',
        label: t`Show or leave out hidden files`,
        run: () => setShowHidden(!selection.getState().showHidden),
      },
      { id: 'files-added', label: t`Only added paths, or all`, run: onlyChange('added') },
      { id: 'files-changed', label: t`Only changed paths, or all`, run: onlyChange('changed') },
      { id: 'files-removed', label: t`Only removed paths, or all`, run: onlyChange('removed') },
      { id: 'back', label: t`Back`, keys: 'Alt+←', run: back },
      { id: 'forward', label: t`Forward`, keys: 'Alt+→', run: forward },
      { id: 'merged', label: t`Show the merged root file system`, run: () => setMode({ kind: 'merged' }) },
      {
        id: 'files-one-layer',
        label: t`Show only the chosen layer`,
        run: () => setMode({ kind: 'layer', layer: layer() }),
      },
      {
        id: 'files-as-of-layer',
        label: t`Show the tree as of the chosen layer`,
        run: () => setMode({ kind: 'upto', layer: layer() }),
      },
    ];
  }, [image, overlays, t]);
}

function useSettingCommands(): readonly Command[] {
  const { t } = useLingui();
  const { settings } = useApp();
  return useMemo(() => {
    const { change } = settings.getState();
    return [
      { id: 'theme-light', label: t`Theme: light`, run: () => change({ theme: 'light' }) },
      { id: 'theme-dark', label: t`Theme: dark`, run: () => change({ theme: 'dark' }) },
      { id: 'theme-system', label: t`Theme: as the system`, run: () => change({ theme: 'system' }) },
      { id: 'density-compact', label: t`Rows: compact`, run: () => change({ density: 'compact' }) },
      { id: 'density-normal', label: t`Rows: normal`, run: () => change({ density: 'normal' }) },
      { id: 'density-roomy', label: t`Rows: roomy`, run: () => change({ density: 'roomy' }) },
      {
        id: 'dive-keys',
        label: t`Turn dive’s keys on or off`,
        run: () => change({ diveKeys: !settings.getState().diveKeys }),
      },
      // Each in its own language: who cannot read the one finds the other.
      { id: 'language-en', label: 'Language: English', run: () => change({ language: 'en' }) },
      { id: 'language-zh', label: '语言：中文', run: () => change({ language: 'zh-CN' }) },
    ];
  }, [settings, t]);
}

function useLayerCommands(image: ActiveImage | null): readonly Command[] {
  const { t } = useLingui();
  return useMemo(() => {
    if (!image) return [];
    const { selection, layerCount } = image;
    const { setMode } = selection.getState();
    return [
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
    ];
  }, [image, t]);
}
