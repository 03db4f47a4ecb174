import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, screen, session } from 'electron';
import { startDesktop } from './desktop/app.ts';
import { dataDirFor } from './engine/data-dir.ts';
import { createEngine } from './engine/engine.ts';

// Nothing here may wait for `ready`: it comes only after this file has been evaluated.
startDesktop({
  electron: { app, BrowserWindow, dialog, ipcMain, Menu, protocol, screen, session },
  createEngine: () =>
    createEngine({
      dataDir: dataDirFor({ env: process.env, platform: process.platform, home: homedir() }),
      isWarm: true,
    }),
  preload: fileURLToPath(new URL('./preload.cjs', import.meta.url)),
  rendererDir: fileURLToPath(new URL('./renderer', import.meta.url)),
  argv: process.argv,
  workingFolder: process.cwd(),
  platform: process.platform,
  log: (message, error) => console.error(`outcrop: ${message}`, error ?? ''),
});
