#!/usr/bin/env node
// `npm run electron:install`: fetches Electron's binary, which `npm ci` leaves out.
import { findElectron } from './find-browser.mjs';
import { ensureDependencies, runScript, say } from './setup.mjs';

if (!ensureDependencies()) process.exit(1);
const status = runScript('electron/install.js', []);
const path = findElectron();
if (status === 0 && path) say(`Electron is installed: ${path}. \`npm start\` uses it.`);
else say('Electron’s binary could not be fetched from GitHub; `npm start` goes on using a browser’s app window.');
process.exitCode = status === 0 && path ? 0 : 1;
