import { createReadStream } from 'node:fs';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import { OutcropError } from '../../shared/errors.ts';
import { createApi, type Api, type ApiOptions } from '../api/api.ts';
import type { Log } from '../api/log.ts';
import { answer } from './data-requests.ts';
import { bearer, isLoopback, isOurHost, isOurOrigin, isToken, protocolToken, PROTOCOL } from './guard.ts';
import { pageHeaders } from '../api/page-headers.ts';
import { wireOf } from './socket.ts';
import { forgetToken, takeUpToken } from './remembered-token.ts';
import { listenAsBefore } from './remembered-port.ts';
import { createTickets, type Tickets } from './tickets.ts';
import { INERT_HEADERS } from '../api/responses.ts';
import { findStaticFile } from '../api/static-files.ts';

/** Largest frame from a window, in bytes: calls are small, large bytes are uploaded. */
export const MAX_FRAME = 2 ** 20;
/** Windows that may be connected at once. */
export const MAX_SOCKETS = 16;
const MAX_CONNECTIONS = 128;
const IDLE_MS = 120_000;

export interface ServerOptions {
  readonly engine: ApiOptions['engine'];
  /** Paths that the first window opens. */
  readonly openAtStart: readonly string[];
  /** 0, the default, lets the system choose a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Must be true for a host that is not this machine's loopback: whoever has the URL reads this user's files. */
  readonly allowRemote?: boolean;
  /** Folder of the built window. */
  readonly rendererDir: string;
  readonly log?: Log;
}

export interface RunningServer {
  /** With the token in the fragment: whoever has it has the window. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  readonly port: number;
  /** The same address with a ticket in place of the token: good once, and not for long. */
  ticketURL(): string;
  close(): Promise<void>;
}

/**
 * Serves the window, the contract and the data URLs on the loopback.
 * @throws OutcropError `bad-request` for another host than the loopback without `allowRemote`, `unreadable` when the
 * address cannot be bound
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { engine, host = '127.0.0.1', allowRemote = false, port, log = logToStderr } = options;
  const remote = !isLoopback(host);
  if (remote && !allowRemote)
    throw new OutcropError(
      'bad-request',
      `--host ${host} would let other machines read this user's files; say --allow-remote if that is meant.`,
    );
  const token = await takeUpToken(engine.dataDir);
  const tickets = createTickets();
  const api = createApi({
    engine,
    host: {
      host: 'web',
      platform: process.platform,
      capabilities: { nativeDialogs: false, droppedPaths: false },
      openAtStart: options.openAtStart,
    },
    log,
  });
  const server = createServer({ keepAliveTimeout: 5_000, headersTimeout: 10_000, requestTimeout: 0 });
  server.maxConnections = MAX_CONNECTIONS;
  // Idle time, not total: an upload may take long, as long as something arrives.
  server.timeout = IDLE_MS;
  const bound =
    port === undefined
      ? await listenAsBefore(engine.dataDir, (free) => listen(server, host, free))
      : await listen(server, host, port);
  const guarded = { port: bound.port, remote };
  const name = remote ? host : '127.0.0.1';
  const origin = `http://${name.includes(':') ? `[${name}]` : name}:${bound.port}`;

  server.on('request', (incoming, outgoing) => {
    serveRequest(incoming, outgoing, { api, token, tickets, guarded, rendererDir: options.rendererDir }).catch(
      (error: unknown) => {
        log('a request failed', error);
        outgoing.destroy();
      },
    );
  });
  const sockets = acceptSockets(server, { api, token, guarded });
  return {
    url: `${origin}/#token=${token}`,
    origin,
    token,
    port: bound.port,
    ticketURL: () => `${origin}/#ticket=${tickets.issue()}`,
    async close() {
      for (const socket of sockets.clients) socket.close(1001, 'Outcrop is closing');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      sockets.close();
      server.closeIdleConnections();
      const deadline = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      }, 1_000);
      await closed;
      clearTimeout(deadline);
      await forgetToken(engine.dataDir);
      await api.close();
    },
  };
}

interface Guarded {
  readonly api: Api;
  readonly token: string;
  readonly guarded: { readonly port: number; readonly remote: boolean };
}

/** @returns the status to refuse with; undefined when the request may go on to its token */
function refusal({ headers, rawHeaders }: IncomingMessage, { guarded }: Guarded): number | undefined {
  // Node takes the first of several; what stands before it may have judged another (RFC 9112 §3.2).
  if (rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1) return 400;
  if (!isOurHost(headers.host, guarded)) return 421;
  return isOurOrigin(headers) ? undefined : 403;
}

async function serveRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: Guarded & { readonly tickets: Tickets; readonly rendererDir: string },
): Promise<void> {
  const host = incoming.headers.host ?? '';
  const refused = refusal(incoming, options);
  if (refused) return end(outgoing, refused);
  const headers = pageHeaders(`ws://${host}`);
  // The raw target: `new URL` would fold `..` away before it is looked at.
  const pathname = (incoming.url ?? '/').replace(/[?#].*$/s, '');
  if (pathname === '/ticket' && incoming.method === 'POST') {
    const ticket = await readShort(incoming);
    return options.tickets.redeem(ticket) ? endJSON(outgoing, { token: options.token }) : end(outgoing, 401, headers);
  }
  if (pathname.startsWith('/data/')) {
    if (!isToken(bearer(incoming.headers), options.token))
      return end(outgoing, 401, { ...headers, 'www-authenticate': 'Bearer' });
    // A launcher asks for one to put on a browser's command line, where the token itself must not stand.
    if (pathname === '/data/ticket') return endJSON(outgoing, { ticket: options.tickets.issue() });
    return answer(incoming, outgoing, `http://${host}`, (request) => options.api.fetch(request));
  }
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD')
    return end(outgoing, 405, { ...headers, allow: 'GET, HEAD' });
  const file = await findStaticFile(options.rendererDir, pathname);
  if (!file) return end(outgoing, 404, headers);
  const forever = file.isForever && { 'cache-control': 'private, max-age=31536000, immutable' };
  outgoing.writeHead(200, { ...headers, ...forever, 'content-type': file.type, 'content-length': file.size });
  if (incoming.method === 'HEAD') return void outgoing.end();
  await pipeline(createReadStream(file.path), outgoing).catch(() => outgoing.destroy());
}

function acceptSockets(server: Server, options: Guarded): WebSocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME,
    perMessageDeflate: false,
    handleProtocols: () => PROTOCOL,
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refused =
      refusal(incoming, options) ??
      // A page always says its origin; what does not is no window of ours.
      (incoming.headers.origin === undefined ? 403 : undefined) ??
      (incoming.url === '/rpc' ? undefined : 404) ??
      (isToken(protocolToken(incoming.headers), options.token) ? undefined : 401) ??
      (sockets.clients.size >= MAX_SOCKETS ? 503 : undefined);
    if (refused) return refuseUpgrade(socket, refused);
    sockets.handleUpgrade(incoming, socket, head, (accepted) => {
      // The idle time of requests is not meant for a window: its socket has pings.
      incoming.socket.setTimeout(0);
      options.api.connect(wireOf(accepted));
    });
  });
  return sockets;
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'EADDRINUSE'
        ? 'is in use; choose another port, or none'
        : `cannot be bound (${error.code}); choose another address or port`;
    reject(new OutcropError('unreadable', `${host} port ${port} ${why}.`, undefined, error));
  });
  server.listen(port, host, () => {
    server.removeAllListeners('error');
    server.on('error', () => {});
    resolve(server.address() as AddressInfo);
  });
  return promise;
}

/** Up to 128 bytes of a body; more are cut off with the connection. */
async function readShort(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > 128) incoming.destroy();
  }
  return text;
}

function endJSON(outgoing: ServerResponse, value: object): void {
  outgoing.writeHead(200, { ...INERT_HEADERS, 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(value));
}

function end(outgoing: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  outgoing.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  outgoing.end(`${status} ${STATUS_CODES[status] ?? ''}\n`);
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function logToStderr(message: string, error?: unknown): void {
  process.stderr.write(`outcrop: ${message}${error instanceof Error ? `: ${error.stack}` : ''}\n`);
}
