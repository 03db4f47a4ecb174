import { RPCLink } from '@orpc/client/websocket';
import { outcropError } from './outcrop-error.ts';
import type { Link } from './link.ts';
import { createStatus, type ConnectionStatus } from './status.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
/** With the delays above about a minute. */
const ATTEMPTS = 16;

export interface SocketConnection {
  readonly link: Link;
  readonly status: ConnectionStatus;
  /** Tries again after `lost`. */
  readonly retry: () => void;
  readonly close: () => void;
}

/**
 * One WebSocket at a time, opened again with growing delays when it breaks. Calls made meanwhile wait; calls that
 * were running fail, as does what was open on that connection: views are opened again, images stay open.
 * @param open makes a socket; a page gives `new WebSocket(url, protocols)`
 * @param delay milliseconds to wait before an attempt, counted from 1
 */
export function connectSocket(open: () => WebSocket, delay: (attempt: number) => number = backOff): SocketConnection {
  const status = createStatus();
  let ready = later();
  let current: WebSocket | undefined;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const dial = (): void => {
    let opened = false;
    const socket = open();
    current = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      opened = true;
      attempt = 0;
      status.set('connected');
      ready.resolve(new RPCLink({ websocket: socket }));
    });
    socket.addEventListener('close', () => {
      if (opened) ready = later();
      if (!ended) dialAgain();
    });
  };
  const dialAgain = (): void => {
    attempt += 1;
    if (attempt > ATTEMPTS) {
      ready.reject(lost());
      status.set('lost');
      return;
    }
    status.set('reconnecting');
    timer = setTimeout(dial, delay(attempt));
  };
  dial();

  return {
    status,
    link: {
      async call(path, input, options) {
        const used = ready;
        const link = await unlessAborted(used.promise, options.signal);
        try {
          return await link.call(path, input, options);
        } catch (error) {
          // oRPC says only "aborted" when the socket broke under a call.
          throw used === ready || options.signal?.aborted ? error : lost();
        }
      },
    },
    retry() {
      if (status.current() !== 'lost') return;
      attempt = 0;
      ready = later();
      status.set('reconnecting');
      dial();
    },
    close() {
      ended = true;
      clearTimeout(timer);
      current?.close();
      ready.reject(lost());
      status.set('lost');
    },
  };
}

function backOff(attempt: number): number {
  const full = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
  return full * (0.75 + Math.random() * 0.5);
}

/** A link that is still to come; nobody needs to be waiting when it never does. */
function later(): PromiseWithResolvers<Link> {
  const link = Promise.withResolvers<Link>();
  link.promise.catch(() => {});
  return link;
}

function lost() {
  return outcropError({
    code: 'cancelled',
    message: 'The connection to Outcrop was lost; start it again if it ended.',
  });
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
