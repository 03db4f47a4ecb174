#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataDirFor } from './engine/data-dir.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const interrupt = new AbortController();
let stopping = false;
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => {
    // Asked twice, or stuck: the second time nothing is waited for.
    if (stopping) process.exit(130);
    stopping = true;
    interrupt.abort();
  });

const dataDir = dataDirFor({ env: process.env, platform: process.platform, home: homedir() });
// A third of the time that a short command takes would go into compiling; with a folder that cannot be written it still does.
enableCompileCache(join(dataDir, 'cache', 'code'));

const { runCommandLine } = await import('./cli/run.ts');
process.exitCode = await runCommandLine({
  args: process.argv.slice(2),
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupt.signal,
  version: String((JSON.parse(readFileSync(at('../package.json'), 'utf8')) as { version?: unknown }).version),
  // Beside the bundle, or where the build puts it when this runs from source.
  rendererDir: existsSync(at('./renderer')) ? at('./renderer') : at('../dist/renderer'),
  exists: existsSync,
  async createEngine(options) {
    const { createEngine } = await import('./engine/engine.ts');
    return createEngine({ dataDir, ...options });
  },
});
