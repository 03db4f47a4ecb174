import { ORPCError } from '@orpc/client';
import { RPCHandler } from '@orpc/server/ws';
import { toWireError, type WireError } from '../../shared/errors.ts';
import type { Context } from './context.ts';
import type { Log } from './log.ts';
import { handlers } from './handlers.ts';

/** A duplex pipe of frames, as a WebSocket or a MessagePort gives one; text or bytes as oRPC encodes them. */
export interface Wire {
  send(frame: string | Uint8Array): void;
  onFrame(listener: (frame: string | Uint8Array) => void): void;
  onClose(listener: () => void): void;
}

/** @returns a function that serves the whole contract on one wire until it closes */
export function createDispatcher(log: Log): (wire: Wire, context: Context) => void {
  const rpc = new RPCHandler<Context>(handlers, {
    interceptors: [
      async (options) => {
        const result = await options.next();
        if (result.matched) return result;
        throw refusal('bad-request', `There is no method ${options.request.url.pathname}.`);
      },
    ],
    clientInterceptors: [
      async (options) => {
        const method = options.path.join('.');
        let leave: (() => void) | undefined;
        try {
          leave = options.context.session.enter();
          const output = await options.next();
          if (isIterator(output)) return told(output, method, log, leave);
          leave();
          return output;
        } catch (error) {
          leave?.();
          throw toORPC(error, method, log);
        }
      },
    ],
  });
  return (wire, context) => {
    // oRPC's adapter for `ws` asks for these two members only, so one adapter serves both wires.
    const socket = {
      send: (data: string | Uint8Array) => wire.send(data),
      addEventListener(type: string, listener: (event: { data?: unknown }) => void) {
        if (type === 'message') wire.onFrame((data) => isCall(data) && listener({ data }));
        if (type === 'close') wire.onClose(() => listener({}));
      },
    };
    void rpc.upgrade(socket as unknown as Parameters<typeof rpc.upgrade>[0], { context });
  };
}

/** A stream that tells its failure as the contract has it, and counts its call out when it ends. */
async function* told(output: AsyncIteratorObject<unknown>, method: string, log: Log, leave: () => void) {
  try {
    return yield* output;
  } catch (error) {
    throw toORPC(error, method, log);
  } finally {
    leave();
  }
}

/** The one place where what a handler threw becomes what a window is told. */
function toORPC(error: unknown, method: string, log: Log): ORPCError<'OUTCROP', WireError> {
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST')
    return refusal('bad-request', `${method} was called with arguments it does not take.`);
  const wire = toWireError(error);
  if (wire.code === 'internal') log(`${method} failed`, error);
  return new ORPCError('OUTCROP', { data: wire, message: wire.message });
}

function refusal(code: WireError['code'], message: string): ORPCError<'OUTCROP', WireError> {
  return new ORPCError('OUTCROP', { defined: true, data: { code, message }, message });
}

/** oRPC's types of frames that are no new call: a step of a stream, the end of a call. */
const STEP = 3;
const ABORT = 4;

/** What is no call at all is dropped here: oRPC would print a stack for each. */
function isCall(frame: string | Uint8Array): boolean {
  if (typeof frame !== 'string') return false;
  try {
    const { i, t, p } = JSON.parse(frame) as { readonly i?: unknown; readonly t?: unknown; readonly p?: unknown };
    if (typeof i !== 'string' && typeof i !== 'number') return false;
    if (t === ABORT) return true;
    if (typeof p !== 'object' || p === null) return false;
    if (t === STEP) return 'e' in p;
    return 'u' in p && typeof p.u === 'string' && URL.canParse(p.u.startsWith('/') ? `orpc://localhost${p.u}` : p.u);
  } catch {
    return false;
  }
}

function isIterator(value: unknown): value is AsyncIteratorObject<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;
}
