#!/usr/bin/env node
// The command `outcrop`: the built command line, or its source, under a Node that can run it.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { at, become, installedNode, say } from './setup.mjs';

const built = at('dist/cli.js');
const script = existsSync(built) ? built : at('electron/cli.ts');
// zstd came with 22.15, and running TypeScript without a switch with 22.18.
const oldest = script === built ? 15 : 18;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= oldest)) await import(pathToFileURL(script).href);
else if (existsSync(installedNode())) become(installedNode(), [script, ...process.argv.slice(2)]);
else {
  say(
    `this is Node ${process.versions.node}; Outcrop needs 22.${oldest} or later. Install it, or run \`npm start\` once.`,
  );
  process.exitCode = 2;
}
