import { rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { writeSample } from './electron/engine/sample/sample-archive.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const builtins = [...builtinModules, /^node:/];

/** One Node bundle: everything inlined, so that an installed Outcrop needs no node_modules. */
const nodeBundle = (name: string, input: Record<string, string>, external: string[]) => ({
  consumer: 'server' as const,
  resolve: {
    conditions: ['node', 'import', 'module', 'default'],
    noExternal: true as const,
    external,
    builtins: [...builtins, ...external],
  },
  build: {
    ssr: true,
    outDir: at('dist'),
    // Four bundles share dist/; buildApp empties it once.
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    license: { fileName: `licenses.${name}.md` },
    rolldownOptions: {
      input,
      // Flat: workers and the window's files are found beside the entry by relative URL.
      output: { format: 'esm' as const, entryFileNames: '[name].js', chunkFileNames: `${name}-[name].js` },
    },
  },
});

export default defineConfig({
  root: at('renderer'),
  base: './',
  plugins: [react(), lingui({ macroTransform: true, failOnMissing: true })],
  builder: {
    async buildApp(builder) {
      rmSync(at('dist'), { recursive: true, force: true });
      for (const name of ['client', 'cli', 'desktop', 'preload']) await builder.build(builder.environments[name]);
      await writeSample(at('dist/sample.tar'));
    },
  },
  build: { target: 'chrome146', sourcemap: true, reportCompressedSize: false },
  environments: {
    client: { build: { outDir: at('dist/renderer'), emptyOutDir: true, license: { fileName: 'licenses.md' } } },
    // `electron` is not external here: importing it from the engine or the command line breaks the build.
    cli: nodeBundle(
      'cli',
      {
        cli: at('electron/cli.ts'),
        worker: at('electron/engine/work/worker.ts'),
        'inflate-thread': at('electron/engine/compression/inflate-thread.ts'),
      },
      [],
    ),
    desktop: nodeBundle('desktop', { main: at('electron/main.ts') }, ['electron']),
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'], builtins: [...builtins, 'electron'] },
      build: {
        ssr: true,
        outDir: at('dist'),
        emptyOutDir: false,
        target: 'chrome146',
        minify: false,
        license: { fileName: 'licenses.preload.md' },
        rolldownOptions: {
          input: { preload: at('electron/preload.ts') },
          // A sandboxed preload must be CommonJS in one file.
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
  test: {
    root: at('.'),
    include: ['shared/**/*.test.ts', 'electron/**/*.test.ts', 'renderer/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'out/unit.json' }]],
  },
});
