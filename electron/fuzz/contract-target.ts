import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import { contract, type Contract } from '../../shared/contract/contract.ts';
import { createEngine } from '../engine/engine.ts';
import { dockerArchive } from '../engine/hostile-recipes.test-support.ts';
import { archive, member } from '../engine/tar/scan.test-support.ts';
import { startServer } from '../web/server.ts';
import { below, must, noise, pick, spoil, type FuzzTarget, type Random } from './target.ts';

const ARGUMENTS: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  1.5,
  1e308,
  2 ** 40,
  '',
  'x'.repeat(3000),
  '\u0000',
  '../../etc/passwd',
  [],
  {},
  [1, 2],
  true,
  '__proto__',
  { __proto__: 1 },
  { kind: 'merged' },
  '(a*)*$',
];

/** `['view', 'rows']` of every method. */
function methods(router: object, path: readonly string[] = []): (readonly string[])[] {
  return Object.entries(router).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !('~orpc' in value)
      ? methods(value, [...path, name])
      : [[...path, name]],
  );
}

const METHODS = methods(contract);
/** Those write where the user says, open a dialog, or wait for the network: not what is fuzzed. */
const SKIPPED = /pick|save|reveal|pull|push|quit/i;

function frame(random: Random, image: string, file: string): string | Buffer {
  const method = pick(random, METHODS);
  if (SKIPPED.test(method.join('.'))) return noise(random, 200);
  const good: Readonly<Record<string, unknown>> = {
    image,
    path: pick(random, [0, 1, 3, '/', file]),
    layer: 0,
    from: 0,
    to: 0,
    start: 0,
    end: 10,
    view: 'v',
    name: 'files',
    text: 'a',
    row: 1,
    mode: { kind: 'merged' },
    recursive: true,
    spec: { mode: { kind: 'merged' }, showHidden: true, filter: 'a', sort: 'name', descending: false },
  };
  const input = Object.fromEntries(
    Object.entries(good).flatMap(([key, value]) =>
      random() < 0.2 ? [] : [[key, random() < 0.2 ? pick(random, ARGUMENTS) : value]],
    ),
  );
  const id = pick(random, ['1', '2', `${below(random, 1e6)}`, '', 'constructor']);
  const message = {
    i: id,
    t: pick(random, [1, 1, 1, 2, 3, 4, 99]),
    p: {
      u: `/${method.join('/')}`,
      b: { json: input },
      m: pick(random, ['POST', 'GET', '', null]),
      h: {},
    },
  };
  const text = JSON.stringify(random() < 0.1 ? (pick(random, ARGUMENTS) ?? 0) : message);
  if (random() < 0.15) return spoil(Buffer.from(text), random);
  return random() < 0.1 ? spoil(Buffer.from(text), random).toString('utf8') : text;
}

/** Frames and data URLs of someone who has the token; whatever is sent, the next window is answered. */
export const contractTarget: FuzzTarget = {
  name: 'contract',
  start: async (folder) => {
    const file = join(folder, 'image.tar');
    await mkdir(join(folder, 'renderer'), { recursive: true });
    await writeFile(join(folder, 'renderer/index.html'), 'page');
    await writeFile(file, dockerArchive([archive(member('a/b', 'hello')), archive(member('a/.wh.b', ''))]));
    const defects: string[] = [];
    const engine = createEngine({ dataDir: join(folder, 'data'), threads: 0 });
    const server = await startServer({
      engine,
      openAtStart: [],
      rendererDir: join(folder, 'renderer'),
      log: (message, error) => defects.push(`${message}: ${error instanceof Error ? error.stack : String(error)}`),
    });
    const { handle } = (await engine.open(file)).images[0]!.summary;
    const dial = async () => {
      const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/rpc`, ['outcrop.1', `t.${server.token}`], {
        origin: server.origin,
      });
      socket.on('error', () => {});
      await new Promise((open) => socket.once('open', open));
      return socket;
    };
    return {
      async round(random) {
        const hostile = await dial();
        for (let frames = 1 + below(random, 20); frames > 0; frames--) hostile.send(frame(random, handle, file));
        const query = new URLSearchParams({
          image: random() < 0.5 ? handle : 'x',
          path: String(pick(random, [0, 1, 2, -1, 'a', 1e9])),
          ...(random() < 0.5 && { layer: String(pick(random, [0, 1, 7, 'x'])) }),
        });
        const target = pick(random, ['content', 'blob', 'upload', 'nothing', '..%2f..']);
        const headers = {
          authorization: `Bearer ${server.token}`,
          ...(random() < 0.5 && { range: pick(random, ['bytes=0-', 'bytes=-5', 'bytes=9-1', 'bytes=0-1,3-4', 'x']) }),
        };
        const answer = await fetch(`${server.origin}/data/${target}?${query.toString()}`, { headers });
        await answer.arrayBuffer();
        must(answer.status !== 500, `/data/${target}?${query.toString()} answered 500`);
        const sound = await dial();
        const client = createORPCClient<ContractRouterClient<Contract>>(
          new RPCLink({ websocket: sound as unknown as globalThis.WebSocket }),
        );
        must((await client.host.info()).host === 'web', 'the next window was not answered');
        hostile.terminate();
        sound.terminate();
        must(defects.length === 0, defects.splice(0).join('\n'));
      },
      close: () => server.close(),
    };
  },
};
