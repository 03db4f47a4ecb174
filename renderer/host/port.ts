import { RPCLink } from '@orpc/client/message-port';
import { PORT_MESSAGE } from '../../shared/contract/bridge.ts';
import type { Link } from './link.ts';
import { createStatus, type ConnectionStatus } from './status.ts';

/** Asks the preload for the one MessagePort and speaks over it. */
export async function connectPort(page: Window): Promise<{ link: Link; status: ConnectionStatus }> {
  const port = await portOf(page);
  const status = createStatus();
  // The other end is in the same program: when it is gone, nothing can bring it back.
  port.addEventListener('close', () => status.set('lost'));
  const link = new RPCLink({ port });
  port.start();
  return { link, status };
}

function portOf(page: Window): Promise<MessagePort> {
  const { promise, resolve } = Promise.withResolvers<MessagePort>();
  const listen = (event: MessageEvent) => {
    const [port] = event.ports;
    if (event.source !== page || event.data !== PORT_MESSAGE.port || !port) return;
    page.removeEventListener('message', listen);
    resolve(port);
  };
  page.addEventListener('message', listen);
  page.postMessage(PORT_MESSAGE.wanted, page.location.origin);
  return promise;
}
