#!/usr/bin/env node
// `npm test`: everything that can be checked on this machine. The last line is `N passed, N failed[, N skipped]`.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { findBrowser } from './find-browser.mjs';
import {
  at,
  ensureBuild,
  ensureDependencies,
  findInPath,
  hasDisplay,
  installedNode,
  isRoot,
  run,
  runScript,
  say,
} from './setup.mjs';

const UNIT = at('out/unit.json');
const E2E = at('out/e2e.json');
const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';
const PACKAGES = ['chromium', 'xvfb', 'xauth', 'fonts-noto-cjk'];
const total = { passed: 0, failed: 0, skipped: 0 };

/** A step that is no test of its own: only its failure counts. @param {string} name @param {() => boolean} check */
function step(name, check) {
  process.stderr.write(`\n== ${name}\n`);
  const fine = check();
  if (!fine) {
    total.failed += 1;
    say(`${name}: failed`);
  }
  return fine;
}

/** @param {string} file @returns {any} what a reporter wrote; undefined when it did not get that far */
function report(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function unitTests() {
  rmSync(UNIT, { force: true });
  const status = runScript('vitest/vitest.mjs', ['run']);
  const result = report(UNIT);
  total.passed += result?.numPassedTests ?? 0;
  total.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  // A file that does not load has no tests, and must not go unseen.
  const broken = (result?.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = (result?.numFailedTests ?? 0) + broken.length;
  total.failed += failed;
  return status === 0 || failed > 0;
}

function windowTests() {
  rmSync(E2E, { force: true });
  const playwright = ['test', '--config', 'e2e/playwright.config.ts'];
  const env = { CHROMIUM_PATH: findBrowser() ?? '' };
  const status = hasDisplay()
    ? run(installedNode(), [at(PLAYWRIGHT), ...playwright], env)
    : run('xvfb-run', ['-a', '-s', '-screen 0 1400x900x24', installedNode(), at(PLAYWRIGHT), ...playwright], env);
  const result = report(E2E);
  const failed = (result?.stats.unexpected ?? 0) + (result?.errors.length ?? 0);
  total.passed += (result?.stats.expected ?? 0) + (result?.stats.flaky ?? 0);
  total.skipped += result?.stats.skipped ?? 0;
  total.failed += failed;
  return status === 0 || failed > 0;
}

/** A browser, a display and Chinese glyphs; installed here when that can be done without asking. */
function ensureBrowser() {
  if (canShowWindow()) return true;
  const apt = process.platform === 'linux' ? findInPath(['apt-get']) : undefined;
  if (apt && isRoot) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const install = () => run(apt, ['install', '-y', '--no-install-recommends', ...PACKAGES], env) === 0;
    if (install() || (run(apt, ['update'], env) === 0 && install())) return canShowWindow();
  }
  say(
    apt
      ? `the window is tested in Chromium: sudo apt-get install -y ${PACKAGES.join(' ')}`
      : 'the window is tested in Chromium, Chrome or Edge: install one, or set CHROMIUM_PATH to its binary',
  );
  return false;
}

function canShowWindow() {
  return Boolean(findBrowser()) && (hasDisplay() || Boolean(findInPath(['xvfb-run']))) && hasChineseFont();
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  return ['opentype/noto', 'truetype/noto', 'noto-cjk', 'google-noto-cjk'].some((folder) =>
    existsSync(`/usr/share/fonts/${folder}`),
  );
}

if (step('dependencies', ensureDependencies)) {
  step('types', () => runScript('typescript/bin/tsc', ['-b']) === 0);
  step('lint', () => runScript('oxlint/bin/oxlint', []) === 0);
  step('format', () => runScript('oxfmt/bin/oxfmt', ['--check']) === 0);
  step('unit tests', unitTests);
  const ready = step('browser', ensureBrowser);
  if (step('build', ensureBuild) && ready) step('window tests', windowTests);
}

const { passed, failed, skipped } = total;
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
process.stderr.write('\n');
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
