import type { WebSocket } from 'ws';
import type { Wire } from '../api/wire.ts';

/** Frames waiting for a window that does not read; above this it is cut off. Bytes. */
export const MAX_BUFFERED = 64 * 2 ** 20;
const PING_MS = 30_000;

/** A WebSocket as a wire. A window that answers no ping for a minute, or that does not read, is cut off. */
export function wireOf(socket: WebSocket, pingMs: number = PING_MS): Wire {
  let alive = true;
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  socket.on('pong', () => (alive = true));
  socket.on('close', () => clearInterval(timer));
  // `ws` closes the socket itself; without a listener the error would end the process.
  socket.on('error', () => {});
  return {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MAX_BUFFERED) return socket.terminate();
      socket.send(frame);
    },
    onFrame: (listener) =>
      void socket.on('message', (data, isBinary) => {
        const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
        listener(isBinary ? bytes : bytes.toString('utf8'));
      }),
    onClose: (listener) => void socket.once('close', listener),
  };
}
