import type { BrowserWindow } from 'electron';
import { createApi, type ApiOptions } from '../api/api.ts';
import type { Log } from '../api/log.ts';
import { filesFrom, filesOf } from './arguments.ts';
import { OPEN_CHANNEL, PORT_CHANNEL } from './channels.ts';
import { pickFile } from './dialogs.ts';
import type { ElectronParts } from './electron-parts.ts';
import { lockApp, lockSession } from './lockdown.ts';
import { menuTemplate } from './menu.ts';
import { createPortListener } from './port.ts';
import { createProtocolHandler, SCHEMES } from './protocol.ts';
import { openWindow } from './window.ts';

export interface DesktopOptions {
  readonly electron: ElectronParts;
  readonly createEngine: () => ApiOptions['engine'];
  readonly preload: string;
  readonly rendererDir: string;
  readonly argv: readonly string[];
  readonly workingFolder: string;
  readonly platform: NodeJS.Platform;
  readonly log: Log;
}

/**
 * Starts the desktop host. Returns at once: Electron is `ready` only when the entry file has been evaluated, so
 * waiting for it here would wait for ever.
 */
export function startDesktop(options: DesktopOptions): void {
  const { app, protocol } = options.electron;
  const files = filesOf(options.argv, app.isPackaged, options.workingFolder);
  if (!app.requestSingleInstanceLock({ files })) return app.quit();
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged(SCHEMES);
  lockApp(app);
  const waiting = [...files];
  let open = (paths: readonly string[]): void => void waiting.push(...paths);
  app.on('second-instance', (_event, _argv, _folder, data) => open(filesFrom(data)));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open([path]);
  });
  const start = async (): Promise<void> => {
    await app.whenReady();
    open = onReady(options, waiting);
  };
  start().catch((error: unknown) => {
    options.log('Outcrop could not start', error);
    app.exit(1);
  });
}

/** @returns what opens more files in the window */
function onReady(options: DesktopOptions, openAtStart: readonly string[]): (paths: readonly string[]) => void {
  const { electron, rendererDir, preload, log, platform } = options;
  const { app, ipcMain, Menu } = electron;
  const session = electron.session.fromPartition('persist:outcrop');
  lockSession(session);
  const engine = options.createEngine();
  let window: BrowserWindow | undefined;
  const pick = (folder: boolean) => pickFile(electron, window, folder);
  const api = createApi({
    engine,
    host: {
      host: 'electron',
      platform,
      capabilities: { nativeDialogs: true, droppedPaths: true },
      openAtStart,
      pickFile: pick,
    },
    log,
  });
  session.protocol.handle('app', createProtocolHandler(api, rendererDir));
  ipcMain.on(
    PORT_CHANNEL,
    createPortListener((wire) => api.connect(wire)),
  );

  const show = (): BrowserWindow => {
    if (window && !window.isDestroyed()) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return window;
    }
    window = openWindow(electron, { preload, session, dataDir: engine.dataDir });
    window.once('closed', () => (window = undefined));
    return window;
  };
  const open = (paths: readonly string[]): void => {
    const shown = show();
    if (paths.length > 0) shown.webContents.send(OPEN_CHANNEL, paths);
  };
  const openPicked = (folder: boolean): void => {
    pick(folder)
      .then((path) => path !== null && open([path]))
      .catch((error: unknown) => log('the open dialog failed', error));
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({ locale: app.getLocale(), platform, packaged: app.isPackaged, open: openPicked }),
    ),
  );
  app.on('activate', () => void show());
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
  quitAfter(electron, () => api.close().then(() => engine.close()), log);
  show();
  return open;
}

/** Lets worker threads and files end before the process does. */
function quitAfter({ app }: ElectronParts, close: () => Promise<void>, log: Log): void {
  let closing = false;
  app.on('will-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    close()
      .catch((error: unknown) => log('Outcrop did not close cleanly', error))
      .finally(() => app.quit());
  });
}
