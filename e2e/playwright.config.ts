import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import type { HostOption } from './harness/test.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig<object, HostOption>({
  testDir: at('specs'),
  outputDir: at('../out/e2e'),
  // Two cores are what CI has, and each test already runs the engine's workers and a browser.
  workers: 1,
  retries: 0,
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: at('../out/e2e.json') }]],
  use: { trace: 'retain-on-failure', locale: 'en-US' },
  projects: [
    { name: 'cli', testMatch: ['truth.spec.ts', 'errors.spec.ts', 'hostile.spec.ts'], use: { trace: 'off' } },
    {
      name: 'serve',
      testMatch: [
        'window.spec.ts',
        'compare.spec.ts',
        'compare-inside.spec.ts',
        'hostile-window.spec.ts',
        'explore.spec.ts',
        'take-out.spec.ts',
        'settings.spec.ts',
        'stack.spec.ts',
        'accessibility.spec.ts',
        'claims.spec.ts',
        'keyboard.spec.ts',
        'library.spec.ts',
        'container.spec.ts',
        'inspector.spec.ts',
        'files.spec.ts',
      ],
      use: { host: 'serve' },
    },
    { name: 'app-window', testMatch: 'window.spec.ts', grep: /@smoke/, use: { host: 'app-window' } },
    { name: 'electron', testMatch: 'window.spec.ts', grep: /@smoke/, use: { host: 'electron' } },
  ],
});
