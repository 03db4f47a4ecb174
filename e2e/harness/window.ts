import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, chromium, type Page } from '@playwright/test';
import { CLI, nodeBinary, productEnv, requireBuild, ROOT } from './product.ts';

/** The window's host: a page of `outcrop serve`, the same page in an app window, or Electron. */
export type Host = 'serve' | 'app-window' | 'electron';

export interface OpenWindow {
  readonly page: Page;
  /** `OUTCROP_HOME` of this window. */
  readonly home: string;
  readonly close: () => Promise<void>;
  /** Ends the host as a crash would, and starts another at the same place; undefined where the host is the window. */
  readonly killHost?: () => Promise<{ readonly restart: () => Promise<void> }>;
}

export interface WindowOptions {
  /** Opened at start. */
  readonly images?: readonly string[];
  readonly size?: { readonly width: number; readonly height: number };
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
}

interface Served {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** As a crash: nothing is told, nothing is put away. */
  readonly kill: () => Promise<void>;
}

/** The browser that windows are opened in. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium';
const SIZE = { width: 1280, height: 800 };

/** Why `host` cannot run here; undefined when it can. */
export function whyNot(host: Host): string | undefined {
  if (host === 'electron') return electronBinary() ? undefined : 'the Electron binary is not installed here';
  if (!existsSync(CHROMIUM)) return `no Chromium at ${CHROMIUM}; CHROMIUM_PATH names another`;
  if (host === 'app-window' && process.platform === 'linux' && !process.env['DISPLAY'])
    return 'no display; start under xvfb-run';
  return undefined;
}

/** `require('electron')` would begin a download when the binary is absent: look for the file instead. */
function electronBinary(): string | null {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(ROOT, 'node_modules/electron/dist');
  const named = join(ROOT, 'node_modules/electron/path.txt');
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : 'electron';
  return existsSync(join(folder, name)) ? join(folder, name) : null;
}

/** Starts the built `outcrop serve` and waits for its URL. */
export async function startServe(home: string, images: readonly string[] = []): Promise<Served> {
  const child = spawn(nodeBinary(), [CLI, 'serve', '--json', ...images], {
    env: productEnv(home),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((found, failed) => {
    child.once('error', failed);
    child.once('exit', (status) => failed(new Error(`outcrop serve ended with ${status} before it had a URL`)));
    createInterface(child.stdout).once('line', (line) => found((JSON.parse(line) as { url: string }).url));
  });
  return { url, stop: () => ended(child), kill: () => ended(child, 'SIGKILL') };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await exit;
}

/** Opens a window of its own: own data folder, own browser profile, nothing shared with another test. */
export async function openWindow(host: Host, options: WindowOptions = {}): Promise<OpenWindow> {
  requireBuild();
  const home = mkdtempSync(join(tmpdir(), 'outcrop-e2e-home-'));
  const opened = host === 'electron' ? await inElectron(home, options) : await inChromium(host, home, options);
  return {
    page: opened.page,
    home,
    ...(opened.killHost && { killHost: opened.killHost }),
    async close() {
      await opened.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function inElectron(home: string, { images = [] }: WindowOptions): Promise<Omit<OpenWindow, 'home'>> {
  const executablePath = electronBinary();
  if (!executablePath) throw new Error('the Electron binary is not installed here');
  // Chromium's sandbox refuses to run for root, which CI is.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = ['.', ...root, ...images];
  const app = await _electron.launch({ executablePath, args, cwd: ROOT, env: productEnv(home) });
  return { page: await app.firstWindow(), close: () => app.close() };
}

async function inChromium(
  host: Exclude<Host, 'electron'>,
  home: string,
  { images, size = SIZE, locale = 'en-US', colorScheme = 'light' }: WindowOptions,
): Promise<Omit<OpenWindow, 'home'>> {
  let served = await startServe(home, images);
  const profile = mkdtempSync(join(tmpdir(), 'outcrop-e2e-profile-'));
  const headless = host === 'serve';
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless,
    chromiumSandbox: process.getuid?.() !== 0,
    locale,
    colorScheme,
    viewport: headless ? size : null,
    args: headless ? [] : [`--app=${served.url}`, `--window-size=${size.width},${size.height}`, '--no-first-run'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  if (headless) await page.goto(served.url);
  else await page.waitForURL(/127\.0\.0\.1/);
  return {
    page,
    async killHost() {
      await served.kill();
      return {
        async restart() {
          served = await startServe(home);
        },
      };
    },
    async close() {
      await context.close();
      await served.stop();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
