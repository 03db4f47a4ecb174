import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { PORT_MESSAGE, type Bridge } from '../shared/contract/bridge.ts';
import { OPEN_CHANNEL, PORT_CHANNEL } from './desktop/channels.ts';

/** What this file needs of its page; the Node side has no DOM types. */
interface Page {
  readonly location: { readonly origin: string };
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: string, targetOrigin: string, transfer: unknown[]): void;
}
const page = globalThis as unknown as Page;

// Ports do not pass the context bridge: the page asks, and is handed the one port by a message to itself.
const handOver = (event: { data: unknown }): void => {
  // Nobody but the page can post here: it has no frames, and no window opened it.
  if (event.data !== PORT_MESSAGE.wanted) return;
  page.removeEventListener('message', handOver);
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage(PORT_CHANNEL, null, [port2 as never]);
  page.postMessage(PORT_MESSAGE.port, page.location.origin, [port1]);
};
page.addEventListener('message', handOver);

const bridge: Bridge = {
  pathOf: (file) => webUtils.getPathForFile(file),
  onOpen: (listener) => {
    const onOpen = (_event: unknown, paths: readonly string[]): void => listener(paths);
    ipcRenderer.on(OPEN_CHANNEL, onOpen);
    return () => void ipcRenderer.removeListener(OPEN_CHANNEL, onOpen);
  },
};
contextBridge.exposeInMainWorld('outcrop', bridge);
