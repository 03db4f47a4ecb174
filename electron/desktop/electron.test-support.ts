import { EventEmitter } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import type { MessagePortMain } from 'electron';
import type { ElectronParts } from './electron-parts.ts';

type Handler = (request: Request) => Promise<Response>;

/** One page, as far as the host sees it. */
export class PageStandIn extends EventEmitter {
  readonly id: number;
  readonly sent: unknown[][] = [];
  openHandler: (() => { action: string }) | undefined;
  constructor(id: number) {
    super();
    this.id = id;
  }
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }
  send(...message: unknown[]): void {
    this.sent.push(message);
  }
}

interface WindowStandIn {
  /** What it was made with. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly page: PageStandIn;
  readonly urls: readonly string[];
  /** Emits what the system would. */
  readonly owner: EventEmitter;
}

/**
 * What Electron's binary would be, for tests on a machine without it: it keeps what the host asks of it, and lets a
 * test be the system. Only what `ElectronParts` names is there.
 */
export function createElectronStandIn(options: { readonly locked?: boolean; readonly packaged?: boolean } = {}) {
  const order: string[] = [];
  const windows: WindowStandIn[] = [];
  const ready = Promise.withResolvers<void>();
  const session = {
    requestHandler: undefined as
      | ((contents: unknown, permission: string, answer: (yes: boolean) => void) => void)
      | undefined,
    checkHandler: undefined as (() => boolean) | undefined,
    deviceHandler: undefined as (() => boolean) | undefined,
    requestFilter: undefined as
      | ((details: { url: string }, answer: (to: { cancel: boolean }) => void) => void)
      | undefined,
    handlers: new Map<string, Handler>(),
    setPermissionRequestHandler: (handler: never) => void (session.requestHandler = handler),
    setPermissionCheckHandler: (handler: never) => void (session.checkHandler = handler),
    setDevicePermissionHandler: (handler: never) => void (session.deviceHandler = handler),
    webRequest: { onBeforeRequest: (filter: never) => void (session.requestFilter = filter) },
    protocol: { handle: (scheme: string, handler: Handler) => void session.handlers.set(scheme, handler) },
  };
  const app = Object.assign(new EventEmitter(), {
    isPackaged: options.packaged ?? false,
    requestSingleInstanceLock: (data: unknown) => {
      order.push(`lock ${JSON.stringify(data)}`);
      return !options.locked;
    },
    enableSandbox: () => void order.push('sandbox'),
    whenReady: () => {
      order.push('whenReady');
      return ready.promise;
    },
    getLocale: () => 'zh-CN',
    quit: () => void order.push('quit'),
    exit: (code: number) => void order.push(`exit ${code}`),
  });
  class BrowserWindow extends EventEmitter {
    readonly webContents = new PageStandIn(windows.length + 1);
    readonly urls: string[] = [];
    constructor(given: Record<string, unknown>) {
      super();
      windows.push({ options: given, page: this.webContents, urls: this.urls, owner: this });
      app.emit('web-contents-created', {}, this.webContents);
    }
    loadURL = async (url: string) => void this.urls.push(url);
    isDestroyed = () => false;
    isMinimized = () => false;
    isMaximized = () => false;
    getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 });
    maximize() {}
    show() {}
    focus() {}
    restore() {}
  }
  const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
  const ipcMain = new EventEmitter();
  const electron = {
    app,
    BrowserWindow,
    dialog: { showOpenDialog: async () => ({ canceled: false, filePaths: ['/picked.tar'] }) },
    ipcMain,
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => void order.push('menu') },
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown) => void order.push(`schemes ${JSON.stringify(schemes)}`),
    },
    screen: { getPrimaryDisplay: () => display, getAllDisplays: () => [display] },
    session: {
      fromPartition: (name: string) => {
        order.push(`session ${name}`);
        return session;
      },
    },
  } as unknown as ElectronParts;
  return { electron, app, ipcMain, session, windows, order, becomeReady: () => ready.resolve() };
}

/** A port of Node as Electron's main process has one: an emitter whose messages come in an event. */
export function mainPort(port: MessagePort): MessagePortMain {
  const emitter = new EventEmitter();
  port.on('message', (data: unknown) => emitter.emit('message', { data, ports: [] }));
  port.on('close', () => emitter.emit('close'));
  return Object.assign(emitter, {
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  });
}
