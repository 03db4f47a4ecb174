import { once } from 'node:events';
import { resolve } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { openInBrowser } from '../open-browser.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'the window in a browser, served on this machine only',
  operands: '[IMAGE…]',
  operandCount: { min: 0, max: Number.POSITIVE_INFINITY },
  options: {
    port: { type: 'string', value: 'N', help: 'port to listen on; a free one when left out' },
    host: { type: 'string', value: 'ADDRESS', help: 'address to listen on; 127.0.0.1 when left out' },
    'allow-remote': { type: 'boolean', help: 'permit a --host that other machines can reach' },
    open: { type: 'boolean', help: 'open the URL in a browser' },
  },
  picksImage: false,
  servesOthers: true,
  json: `one line, {"url"}, once it listens; then it runs until it is interrupted. The URL holds a secret token.`,
  async run({ engine, operands, options, out, say, signal, rendererDir }) {
    const port = options.count('port');
    const host = options.text('host');
    if (port !== undefined && port > 65_535)
      throw new OutcropError('bad-request', `--port wants a number up to 65535, not ${port}.`);
    const { startServer } = await import('../../web/server.ts');
    const server = await startServer({
      engine,
      openAtStart: operands.map((path) => resolve(path)),
      rendererDir,
      allowRemote: options.flag('allow-remote'),
      ...(port !== undefined && { port }),
      ...(host !== undefined && { host }),
    });
    try {
      const { url } = server;
      await out.write(options.flag('json') ? `${JSON.stringify({ url })}\n` : `Outcrop is at ${url}\n`);
      await out.flush();
      if (options.flag('open') && !(await openInBrowser(engine.dataDir, server.ticketURL()).catch(() => false)))
        say('No browser could be started: open the URL yourself.');
      say('Press Ctrl-C to stop.');
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await server.close();
    }
    return 0;
  },
};
