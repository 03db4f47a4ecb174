import { describe, expect, test } from 'vitest';
import { connectSocket } from './socket.ts';

/** A socket whose other end is the test: it opens, answers and breaks when told. */
class SocketStandIn extends EventTarget {
  readyState: number = WebSocket.CONNECTING;
  binaryType = 'blob';
  readonly sent: string[] = [];
  send(frame: string): void {
    this.sent.push(frame);
    this.dispatchEvent(new Event('sent'));
  }
  opens(): void {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }
  breaks(): void {
    this.readyState = WebSocket.CLOSED;
    this.dispatchEvent(new Event('close'));
  }
  close(): void {
    this.breaks();
  }
  /** Answers the newest call with a result. */
  answers(json: unknown): void {
    const { i } = JSON.parse(this.sent.at(-1) ?? '{}') as { i: string };
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ i, p: { b: { json } } }) }));
  }
}

function start() {
  const sockets: SocketStandIn[] = [];
  const asked: number[] = [];
  const connection = connectSocket(
    () => {
      const socket = new SocketStandIn();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    (attempt) => {
      asked.push(attempt);
      return 0;
    },
  );
  const call = (signal?: AbortSignal) =>
    connection.link.call(['host', 'info'], undefined, { context: {}, ...(signal && { signal }) });
  /** The socket after so many, once it is dialled. */
  const nth = async (number: number): Promise<SocketStandIn> => {
    while (sockets.length < number) await new Promise((resolve) => setTimeout(resolve, 0));
    const socket = sockets[number - 1];
    if (!socket) throw new Error('no socket');
    return socket;
  };
  return { ...connection, sockets, asked, call, nth };
}

const sent = (socket: SocketStandIn) =>
  socket.sent.length > 0
    ? Promise.resolve()
    : new Promise<void>((resolve) => socket.addEventListener('sent', () => resolve(), { once: true }));

const LOST = { code: 'OUTCROP', data: { code: 'cancelled' } };

describe('a call', () => {
  test('made before the socket is open waits for it', async () => {
    const { call, nth } = start();
    const info = call();
    const socket = await nth(1);
    expect(socket.sent).toEqual([]);
    socket.opens();
    await sent(socket);
    socket.answers({ host: 'web' });
    expect(await info).toEqual({ host: 'web' });
  });

  test('that was running when the socket broke fails as lost', async () => {
    const { call, nth } = start();
    const socket = await nth(1);
    socket.opens();
    const info = call();
    await sent(socket);
    socket.breaks();
    await expect(info).rejects.toMatchObject(LOST);
  });

  test('made while it is broken goes over the next socket', async () => {
    const { call, nth } = start();
    const first = await nth(1);
    first.opens();
    first.breaks();
    const info = call();
    const second = await nth(2);
    second.opens();
    await sent(second);
    second.answers(1);
    expect(await info).toBe(1);
    expect(first.sent).toEqual([]);
  });

  test('that waits for a socket can be given up', async () => {
    const { call } = start();
    const giveUp = new AbortController();
    const info = call(giveUp.signal);
    giveUp.abort(new Error('closed the pane'));
    await expect(info).rejects.toThrow('closed the pane');
  });

  test('after it was closed fails as lost', async () => {
    const { call, close, nth } = start();
    (await nth(1)).opens();
    close();
    await expect(call()).rejects.toMatchObject(LOST);
  });
});

describe('the status', () => {
  test('says reconnecting, then connected', async () => {
    const { status, nth } = start();
    const told: string[] = [];
    status.subscribe(() => told.push(status.current()));
    const first = await nth(1);
    first.opens();
    first.breaks();
    (await nth(2)).opens();
    expect(told).toEqual(['reconnecting', 'connected']);
  });

  test('says lost when no attempt is answered; waiting calls fail, and a retry may bring it back', async () => {
    const { status, asked, call, retry, nth } = start();
    const waiting = call();
    let number = 1;
    for (; status.current() !== 'lost'; number += 1) (await nth(number)).breaks();
    await expect(waiting).rejects.toMatchObject(LOST);
    expect(asked).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    retry();
    const info = call();
    const socket = await nth(number);
    socket.opens();
    await sent(socket);
    socket.answers(2);
    expect([await info, status.current()]).toEqual([2, 'connected']);
  });

  test('delays begin anew after a connection that worked', async () => {
    const { asked, nth } = start();
    for (const number of [1, 2, 3]) {
      const socket = await nth(number);
      if (number !== 2) socket.opens();
      socket.breaks();
    }
    expect(asked).toEqual([1, 2, 1]);
  });

  test('an ended subscription is told nothing', async () => {
    const { status, nth } = start();
    const told: string[] = [];
    status.subscribe(() => told.push(status.current()))();
    (await nth(1)).breaks();
    expect(told).toEqual([]);
  });
});
