#!/usr/bin/env node
// `npm start [-- FILE…]`: the window, by the best means this machine has; always says which and why.
import { spawn } from 'node:child_process';
import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { takeProfile } from './browser-profile.mjs';
import { findBrowser, findElectron } from './find-browser.mjs';
import { at, become, ensureBuild, ensureDependencies, hasDisplay, installedNode, isRoot, root, say } from './setup.mjs';

// npm runs this in the root, but a file is named from where the user stands.
const files = process.argv.slice(2).map((file) => resolve(process.env.INIT_CWD ?? process.cwd(), file));

if (!ensureDependencies() || !ensureBuild()) process.exit(1);
const electron = findElectron();
if (electron && hasDisplay()) {
  say('starting in Electron: its binary is installed');
  become(electron, [root, ...(isRoot && process.platform === 'linux' ? ['--no-sandbox'] : []), ...files]);
} else await serve();

async function serve() {
  const why = electron ? 'there is no display' : 'Electron’s binary is not installed (npm run electron:install)';
  const server = spawn(installedNode(), [at('dist/cli.js'), 'serve', '--json', ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  server.once('exit', (code) => process.exit(code ?? 1));
  process.on('SIGINT', () => server.kill('SIGINT'));
  process.on('SIGTERM', () => server.kill('SIGTERM'));
  const { url } = JSON.parse(await firstLine(server.stdout));
  const browser = findBrowser();
  if (!hasDisplay()) return printURL(url, `${why}; this machine shows no windows`);
  if (!browser) return printURL(url, `${why}, and neither are Chromium, Chrome nor Edge`);
  say(`starting in an app window of ${browser}: ${why}`);
  const child = spawn(browser, windowArguments(await ticketURL(url)), { stdio: ['ignore', 'ignore', 'ignore'] });
  child.once('error', () => printURL(url, `${browser} could not be started`));
  child.once('exit', () => {
    say('the window was closed');
    server.kill('SIGTERM');
  });
  server.once('exit', () => child.kill());
}

/**
 * The same address with a ticket that is good once: every user of the machine can read a command line.
 * @param {string} url
 */
async function ticketURL(url) {
  const { origin, hash } = new URL(url);
  const authorization = `Bearer ${new URLSearchParams(hash.slice(1)).get('token')}`;
  const response = await fetch(`${origin}/data/ticket`, { headers: { authorization } });
  const { ticket } = await response.json();
  return `${origin}/#ticket=${ticket}`;
}

/** @param {string} url */
function windowArguments(url) {
  return [
    `--app=${url}`,
    `--user-data-dir=${takeProfile()}`,
    '--window-size=1360,860',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-mode',
    '--disable-background-networking',
    '--disable-sync',
    // Chromium refuses to sandbox as root.
    ...(isRoot && process.platform === 'linux' ? ['--no-sandbox'] : []),
  ];
}

/** @param {string} url @param {string} why */
function printURL(url, why) {
  const { port } = new URL(url);
  say(`serving without a window: ${why}`);
  process.stdout.write(`\n  Open in Chromium, Chrome, Edge or Firefox:\n\n    ${url}\n\n`);
  process.stdout.write(
    `  From another machine, first: ssh -L ${port}:127.0.0.1:${port} ${userInfo().username}@${hostname()}\n\n`,
  );
  process.stdout.write('  Ctrl-C ends it. The address holds a secret: whoever has it can read your files.\n');
}

/** @param {NodeJS.ReadableStream} stream @returns {Promise<string>} */
async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) {
    // What follows is read and dropped, or the pipe would fill.
    stream.resume();
    return line;
  }
  throw new Error('the server ended before it said where it is');
}
