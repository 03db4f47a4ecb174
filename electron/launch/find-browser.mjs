// Finding what can show the window, without starting any of it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, findInPath } from './setup.mjs';

const IN_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS = [
  ['PROGRAMFILES', 'Google/Chrome/Application/chrome.exe'],
  ['PROGRAMFILES(X86)', 'Google/Chrome/Application/chrome.exe'],
  ['LOCALAPPDATA', 'Google/Chrome/Application/chrome.exe'],
  ['PROGRAMFILES(X86)', 'Microsoft/Edge/Application/msedge.exe'],
  ['PROGRAMFILES', 'Microsoft/Edge/Application/msedge.exe'],
];

/** @returns {string | undefined} a browser with `--app=` windows: $CHROMIUM_PATH, Chromium, Chrome or Edge */
export function findBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen && existsSync(chosen)) return chosen;
  if (process.platform === 'darwin') return MAC.find((path) => existsSync(path)) ?? findInPath(IN_PATH);
  if (process.platform === 'win32')
    return WINDOWS.map(([variable, path]) => join(process.env[variable] ?? '', path)).find((path) => existsSync(path));
  return findInPath(IN_PATH);
}

/**
 * Electron's binary, looked for as a file: `require('electron')` would begin to download it.
 * @returns {string | undefined}
 */
export function findElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? at('node_modules/electron/dist');
  const named = at('node_modules/electron/path.txt');
  const usual = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : (usual[process.platform] ?? 'electron');
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}
