import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Bridge } from '../../shared/contract/bridge.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import type { Link } from './link.ts';
import { outcropError } from './outcrop-error.ts';
import { connectPort } from './port.ts';
import { connectSocket } from './socket.ts';
import type { ConnectionStatus } from './status.ts';
import { takeToken } from './token.ts';

/** The contract as functions; a stream is an async iterable, and every call takes `{signal}`. */
export type OutcropClient = ContractRouterClient<Contract>;

/** The engine, as the window reaches it. Both hosts look the same from here. */
export interface HostConnection {
  readonly client: OutcropClient;
  /** Large bytes: `dataURL` of the contract says what there is. */
  readonly data: { readonly fetch: (url: string, init?: RequestInit) => Promise<Response> };
  readonly status: ConnectionStatus;
  /** Tries again after `status` came to `lost`. */
  readonly retry: () => void;
  /** Path of a dropped file, undefined when only its bytes can be had (`capabilities.droppedPaths`). */
  readonly pathOf: (file: File) => string | undefined;
  /** Files to open that did not come from the window. @returns what ends the subscription */
  readonly onOpen: (listener: (paths: readonly string[]) => void) => () => void;
}

declare global {
  interface Window {
    readonly outcrop?: Bridge;
  }
}

/**
 * Connects this page to its host: by the preload's port when there is a preload, else by a WebSocket.
 * @throws an OUTCROP error `bad-request` when the page was opened without the token of `outcrop serve`
 */
export async function createClient(page: Window = window): Promise<HostConnection> {
  const bridge = page.outcrop;
  if (bridge) {
    const { link, status } = await connectPort(page);
    return {
      client: clientOf(link),
      data: { fetch: (url, init) => page.fetch(url, init) },
      status,
      retry: () => page.location.reload(),
      pathOf: (file) => bridge.pathOf(file) || undefined,
      onOpen: bridge.onOpen,
    };
  }
  const { location, history, sessionStorage: storage } = page;
  const fetch: typeof page.fetch = (url, init) => page.fetch(url, init);
  const token = await takeToken({ location, history, storage, fetch });
  if (!token)
    throw outcropError({
      code: 'bad-request',
      message: 'This address lacks its token; open the whole URL that `outcrop serve` printed.',
    });
  const { link, status, retry } = connectSocket(
    () => new WebSocket(`ws://${location.host}/rpc`, ['outcrop.1', `t.${token}`]),
  );
  return {
    client: clientOf(link),
    data: {
      fetch: (url, init) => {
        const headers = new Headers(init?.headers);
        headers.set('authorization', `Bearer ${token}`);
        return fetch(url, { ...init, headers });
      },
    },
    status,
    retry,
    pathOf: () => undefined,
    onOpen: () => () => {},
  };
}

function clientOf(link: Link): OutcropClient {
  return createORPCClient<OutcropClient>(link);
}
