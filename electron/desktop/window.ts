import { join } from 'node:path';
import type { BrowserWindow, Session, WebPreferences } from 'electron';
import type { ElectronParts } from './electron-parts.ts';
import { PAGE } from './origin.ts';
import { MIN_HEIGHT, MIN_WIDTH, placed, readWindowState, writeWindowState } from './window-state.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly session: Session;
  readonly dataDir: string;
}

/** The page has no Node, no way out and no developer tools once packaged. */
export function webPreferences(options: { preload: string; session: Session; packaged: boolean }): WebPreferences {
  return {
    preload: options.preload,
    session: options.session,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !options.packaged,
  };
}

/** Opens the window where it was last. */
export function openWindow(electron: ElectronParts, { preload, session, dataDir }: WindowOptions): BrowserWindow {
  const file = join(dataDir, 'window.json');
  const primary = electron.screen.getPrimaryDisplay();
  const others = electron.screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const { maximized, ...bounds } = placed(
    readWindowState(file),
    [primary, ...others].map((display) => display.workArea),
  );
  const window = new electron.BrowserWindow({
    ...bounds,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Outcrop',
    webPreferences: webPreferences({ preload, session, packaged: electron.app.isPackaged }),
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writeWindowState(file, { ...window.getNormalBounds(), maximized: window.isMaximized() }));
  void window.loadURL(PAGE);
  return window;
}
