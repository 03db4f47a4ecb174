// What the launchers share. Plain JavaScript for Node 20, with nothing installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const windows = process.platform === 'win32';
/** Installing, building and testing want this one: optional native packages are skipped by npm on Node 20. */
const NODE_VERSION = '24.21.0';

/** @param {string} sentence */
export function say(sentence) {
  process.stderr.write(`outcrop: ${sentence}\n`);
}

/** The Node that `npm ci` installs beside everything else. */
export function installedNode() {
  return join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
}

/** @param {string} path relative to the root, with forward slashes */
export function at(path) {
  return join(root, ...path.split('/'));
}

/**
 * Runs a program to its end, with this terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env] beside this process's own
 * @returns {number} exit status; 127 when it could not be started
 */
export function run(command, args, env = {}) {
  // As `npm run` has it: tools that call `node` or each other find the installed ones.
  const PATH = `${at('node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH, ...env } });
  if (result.error) say(`${command} could not be started: ${result.error.message}`);
  return result.status ?? 127;
}

/** Runs a script of a package under the installed Node. @param {string} script @param {readonly string[]} args */
export function runScript(script, args, env = {}) {
  return run(installedNode(), [at(`node_modules/${script}`), ...args], env);
}

/** @param {readonly string[]} args */
function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args]);
  return windows ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args]) : run('npm', args);
}

/**
 * Installs what package-lock.json says, when it is not there or older.
 * @returns {boolean} false when that failed; it was said why
 */
export function ensureDependencies() {
  // npm writes this file last: an install that was broken off does not have it.
  const stamp = at('node_modules/.package-lock.json');
  if (existsSync(stamp) && existsSync(installedNode()) && mtime(stamp) >= mtime(at('package-lock.json'))) return true;
  say(
    `installing dependencies: ${existsSync(stamp) ? 'package-lock.json is newer than node_modules' : 'there are none yet'}`,
  );
  if (npm(['exec', '--yes', `--package=node@${NODE_VERSION}`, '--', 'npm', 'ci', '--no-audit', '--no-fund']) === 0)
    return true;
  say('the dependencies could not be installed: is the npm registry within reach? See what npm says above');
  return false;
}

const BUILT = [
  'dist/cli.js',
  'dist/main.js',
  'dist/preload.cjs',
  'dist/worker.js',
  'dist/inflate-thread.js',
  'dist/renderer/index.html',
];
const SOURCES = ['electron', 'renderer', 'shared', 'package-lock.json', 'vite.config.ts'];

/**
 * Builds dist/ when it is missing or older than a source.
 * @returns {boolean} false when that failed
 */
export function ensureBuild() {
  const built = BUILT.map((path) => mtime(at(path)));
  if (Math.min(...built) > Math.max(...SOURCES.map((path) => newest(at(path))))) return true;
  say(built.includes(0) ? 'building' : 'building again (a source is newer than dist)');
  if (runScript('vite/bin/vite.js', ['build', '--app', '--logLevel', 'warn']) === 0) return true;
  say('the build failed; what is wrong stands above');
  return false;
}

/** Milliseconds since the epoch; 0 when there is no such file. @param {string} path */
function mtime(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The newest of a file, or of all under a folder that end up in the build. @param {string} path @returns {number} */
function newest(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return mtime(path);
  const times = readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.endsWith('.test.ts') && entry.name !== 'fixtures' && entry.name !== 'launch')
    .map((entry) => newest(join(path, entry.name)));
  return Math.max(0, ...times);
}

/** @param {readonly string[]} names @returns {string | undefined} the first that is in PATH */
export function findInPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of names)
    for (const folder of folders) {
      const path = join(folder, windows ? `${name}.exe` : name);
      if (existsSync(path)) return path;
    }
  return undefined;
}

/** True when a window can be shown. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

export const isRoot = process.getuid?.() === 0;

/**
 * Starts a program that stays, with this terminal; its end and this process's are one.
 * @param {string} command
 * @param {readonly string[]} args
 */
export function become(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; a kill reaches only this one.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('error', (error) => {
    say(`${command} could not be started: ${error.message}`);
    process.exit(127);
  });
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
