import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Long enough for a browser to start and read the page; what it leads to is then used up. */
const KEEP_MS = 60_000;

/**
 * Hands an address to the system's browser, without waiting for it to end. Every user of this machine can read a
 * command line, so that what stands there is the path of a page that only this user can read, which leads on.
 * @param dataDir where the page is written; it is removed after a minute
 * @returns false when there is nothing to start the browser with
 */
export async function openInBrowser(
  dataDir: string,
  url: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const page = await writeRedirect(dataDir, url);
  const remove = () => void rm(page, { force: true }).catch(() => {});
  setTimeout(remove, KEEP_MS).unref();
  const [command, ...args] = browserCommand(pathToFileURL(page).href, platform);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('error', () => {
      remove();
      resolve(false);
    });
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

/** @returns the absolute path of a page that leads to `url`, for this user's eyes only */
export async function writeRedirect(dataDir: string, url: string): Promise<string> {
  const folder = join(dataDir, 'open');
  // What an earlier start left: its tickets are long worthless.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const page = join(folder, `${randomUUID()}.html`);
  const target = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  await writeFile(
    page,
    `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${target}"><title>Outcrop</title>\n`,
    { mode: 0o600, flag: 'wx' },
  );
  return page;
}

function browserCommand(url: string, platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  // Not `cmd /c start`: cmd would read the & of a URL as its own.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}
