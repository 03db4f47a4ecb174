#!/usr/bin/env node
// `npm run dev [-- FILE…]`: the window from source with hot reloading, over the engine from source.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer } from 'vite';
import { at, say } from './setup.mjs';

const files = process.argv.slice(2).map((file) => resolve(process.env.INIT_CWD ?? process.cwd(), file));
const host = spawn(process.execPath, [at('electron/cli.ts'), 'serve', '--json', ...files], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
host.once('exit', (code) => process.exit(code ?? 1));
createInterface({ input: host.stdout }).once('line', (line) => {
  serveWindow(new URL(JSON.parse(line).url)).catch((error) => {
    say(error.stack);
    host.kill();
  });
});

/** @param {URL} engine */
async function serveWindow(engine) {
  // The engine's guard looks at Host and Origin; both are made its own.
  const target = { target: engine.origin, changeOrigin: true, headers: { origin: engine.origin } };
  const vite = await createServer({
    configFile: at('vite.config.ts'),
    server: { host: '127.0.0.1', proxy: { '/rpc': { ...target, ws: true }, '/data': target } },
  });
  await vite.listen();
  say(`http://127.0.0.1:${vite.config.server.port}/${engine.hash}`);
}
