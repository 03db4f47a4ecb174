import type { IpcMainEvent, MessagePortMain } from 'electron';
import type { Wire } from '../api/wire.ts';
import { isOurs } from './origin.ts';

/** Largest frame from the window, in bytes or UTF-16 units. */
const MAX_FRAME = 2 ** 20;

/**
 * Takes ports from our own top frame only, one per page: a reload closes the one before.
 * @param connect serves the contract on a wire
 * @returns the listener for PORT_CHANNEL
 */
export function createPortListener(connect: (wire: Wire) => void): (event: IpcMainEvent) => void {
  // Electron may collect a port that nobody holds, and with it close the window's connection.
  const held = new Map<number, MessagePortMain>();
  return (event) => {
    const [port] = event.ports;
    if (!port) return;
    const frame = event.senderFrame;
    if (!frame || frame.parent !== null || !isOurs(frame.url)) return port.close();
    held.get(event.sender.id)?.close();
    held.set(event.sender.id, port);
    port.on('close', () => {
      if (held.get(event.sender.id) === port) held.delete(event.sender.id);
    });
    connect(wireOf(port));
    port.start();
  };
}

function wireOf(port: MessagePortMain): Wire {
  let open = true;
  port.on('close', () => (open = false));
  return {
    send: (frame) => {
      if (open) port.postMessage(frame);
    },
    onFrame: (listener) =>
      void port.on('message', ({ data }: { data: unknown }) => {
        if (!isFrame(data)) return port.close();
        listener(data instanceof ArrayBuffer ? new Uint8Array(data) : data);
      }),
    onClose: (listener) => void port.on('close', listener),
  };
}

function isFrame(data: unknown): data is string | Uint8Array | ArrayBuffer {
  if (typeof data === 'string') return data.length <= MAX_FRAME;
  return (data instanceof Uint8Array || data instanceof ArrayBuffer) && data.byteLength <= MAX_FRAME;
}
