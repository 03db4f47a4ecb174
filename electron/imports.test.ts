import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

/**
 * Who may import whom (electron/README.md draws it). A file belongs to the first row whose `files` match its path
 * from the root. `may` are paths that it may import besides its own row's; `packages` may be imported by name:
 * `node:` stands for Node's own, `npm` for every package but `electron`.
 */
const TABLE: readonly {
  readonly files: RegExp;
  readonly may: readonly RegExp[];
  readonly packages: readonly (string | RegExp)[];
}[] = [
  { files: /^shared\//, may: [], packages: ['zod', '@orpc/contract'] },
  { files: /^electron\/engine\//, may: [/^shared\//], packages: ['node:', 'npm'] },
  {
    files: /^electron\/api\//,
    may: [/^shared\//, /^electron\/engine\/(?:opened|bytes\/write-whole)\.ts$/],
    packages: ['node:', 'npm'],
  },
  {
    files: /^electron\/desktop\//,
    may: [/^shared\//, /^electron\/api\//],
    packages: ['node:', 'npm', 'electron'],
  },
  {
    files: /^electron\/web\//,
    may: [/^shared\//, /^electron\/(?:api\/|engine\/bytes\/write-whole\.ts$)/],
    packages: ['node:', 'npm'],
  },
  {
    files: /^electron\/cli\/commands\/serve\.ts$/,
    may: [/^shared\//, /^electron\/(?:engine|cli|web)\//],
    packages: ['node:', 'npm'],
  },
  { files: /^electron\/cli\//, may: [/^shared\//, /^electron\/engine\//], packages: ['node:', 'npm'] },
  {
    files: /^electron\/preload\.ts$/,
    may: [/^shared\//, /^electron\/desktop\/channels\.ts$/],
    packages: ['electron'],
  },
  {
    files: /^electron\/main\.ts$/,
    may: [/^electron\/(?:engine|desktop)\//, /^shared\//],
    packages: ['node:', 'electron'],
  },
  { files: /^electron\/cli\.ts$/, may: [/^electron\/(?:engine|cli)\//, /^shared\//], packages: ['node:'] },
  // Support of the tests that needs no test runner; nothing of the product imports it.
  { files: /^electron\/fuzz\//, may: [/^shared\//, /^electron\/(?:engine|web)\//], packages: ['node:', 'npm'] },
  { files: /^renderer\/features\/([^/]+)\//, may: [/^shared\//, /^renderer\/(?!features\/)/], packages: ['npm'] },
  {
    files: /^renderer\/ui\//,
    may: [/^shared\//, /^renderer\/(?:styles|locales)\//, /^renderer\/i18n\.ts$/],
    packages: ['npm'],
  },
  { files: /^renderer\/stores\//, may: [/^shared\//, /^renderer\/(?:host\/|i18n\.ts$)/], packages: ['npm'] },
  { files: /^renderer\/host\//, may: [/^shared\//], packages: ['npm'] },
  { files: /^renderer\//, may: [/^shared\//, /^renderer\//], packages: ['npm'] },
  { files: /^e2e\//, may: [/^shared\//], packages: ['node:', 'npm'] },
];

/**
 * The folders of the engine, lowest first: a folder imports only lower ones. Those in one row do not import each
 * other. `opened.ts` is the surface, known to all; `engine.ts` composes, and knows all.
 */
const ENGINE: readonly (readonly string[])[] = [
  ['limits'],
  ['oci', 'bytes'],
  ['compression'],
  ['tar'],
  ['store'],
  ['sources'],
  ['image'],
  ['union'],
  ['view', 'container'],
  ['compare', 'search', 'analysis', 'exporters'],
  ['work'],
  ['opened', 'sample'],
];

const MAX_LINES = 400;
const root = fileURLToPath(new URL('..', import.meta.url));
/** Tests, and what only tests import. */
const isTest = (path: string) => /\.test(?:-support|-data)?\.tsx?$/.test(path);
const isConfig = (path: string) => path.endsWith('.config.ts') || path.endsWith('.d.ts');

interface Imported {
  /** As written. */
  readonly specifier: string;
  /** Path from the root; undefined for a package. */
  readonly file: string | undefined;
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Imported[];
  /** Names it exports that other files define, and whether it has anything else. */
  readonly onlyReexports: boolean;
  readonly defaultExport: boolean;
}

const sources = ['shared', 'electron', 'renderer', 'e2e'].flatMap(filesUnder).map(read);
const byPath = new Map(sources.map((source) => [source.path, source]));

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mts)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('/fixtures/') && !path.includes('/node_modules/'))
    .toSorted();
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, ...parse(path, text) };
}

function parse(path: string, text: string): Pick<Source, 'imports' | 'onlyReexports' | 'defaultExport'> {
  const { module, program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const exported = module.staticExports.flatMap((statement) => statement.entries);
  const specifiers = [
    ...module.staticImports.map((statement) => statement.moduleRequest.value),
    ...exported.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => literal(text.slice(start, end))),
  ];
  return {
    imports: [...new Set(specifiers)].map((specifier) => ({ specifier, file: resolveImport(path, specifier) })),
    onlyReexports:
      program.body.length > 0 &&
      exported.length > 0 &&
      exported.every((entry) => entry.moduleRequest) &&
      program.body.every((statement) => /^(?:Export|Import)/.test(statement.type)),
    defaultExport: exported.some((entry) => entry.exportName.kind === 'Default'),
  };
}

/** The text of a string literal; a computed import is nothing this test can know. */
function literal(expression: string): string[] {
  const text = /^(['"`])([^$]*)\1$/.exec(expression)?.[2];
  return text === undefined ? [] : [text];
}

function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = relative(root, resolve(root, dirname(from), specifier.replace(/\?.*$/, '')));
  return path.replaceAll('\\', '/');
}

/** One sentence per import that the table forbids. */
function forbidden({ path, imports }: Pick<Source, 'path' | 'imports'>): string[] {
  const row = TABLE.find(({ files }) => files.test(path));
  if (!row) return isTest(path) || isConfig(path) ? [] : [`${path} is in no folder of the table`];
  return imports
    .filter(({ specifier, file }) =>
      file === undefined ? !mayImportPackage(path, row.packages, specifier) : !mayImportFile(path, row, file),
    )
    .map(({ specifier }) => `${path} imports ${specifier}`);
}

function mayImportPackage(path: string, packages: readonly (string | RegExp)[], specifier: string): boolean {
  if (specifier === 'electron' || specifier.startsWith('electron/')) return packages.includes('electron');
  // A test runs in Node, whatever its folder may do.
  if (isTest(path)) return true;
  if (specifier.startsWith('node:')) return packages.includes('node:');
  return packages.includes('npm') || packages.some((name) => name === specifier);
}

function mayImportFile(path: string, row: (typeof TABLE)[number], file: string): boolean {
  if (/^electron\/[^/]+\.ts$/.test(file)) return false;
  const own = row.files.exec(path);
  const target = row.files.exec(file);
  // A group in `files` names a folder whose siblings are strangers.
  if (own && target && own[1] === target[1]) return true;
  if (row.may.some((allowed) => allowed.test(file))) return true;
  // A test of a host or of the api runs over the real engine.
  return isTest(path) && path.startsWith('electron/') && file.startsWith('electron/engine/');
}

/** One sentence per import that goes up, or sideways, inside the engine. */
function upward({ path, imports }: Pick<Source, 'path' | 'imports'>): string[] {
  const from = engineFolder(path);
  if (from === undefined || isTest(path)) return [];
  return imports.flatMap(({ file }) => {
    const to = file && engineFolder(file);
    if (!to || to === from) return [];
    return rank(to) < rank(from) ? [] : [`${path} imports ${file}: ${to} is not below ${from}`];
  });
}

function engineFolder(path: string): string | undefined {
  return /^electron\/engine\/([^/]+)\//.exec(path)?.[1];
}

function rank(folder: string): number {
  const found = ENGINE.findIndex((row) => row.includes(folder));
  if (found === -1) throw new Error(`electron/engine/${folder} has no place in ENGINE of electron/imports.test.ts`);
  return found;
}

/** Each cycle once, from its first file round to it again. */
function cycles(files: ReadonlyMap<string, Pick<Source, 'imports'>>): string[] {
  const state = new Map<string, 'entered' | 'left'>();
  const trail: string[] = [];
  const found: string[] = [];
  const visit = (path: string): void => {
    state.set(path, 'entered');
    trail.push(path);
    for (const { file } of files.get(path)?.imports ?? []) {
      if (!file || !files.has(file)) continue;
      if (state.get(file) === 'entered') found.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      else if (!state.has(file)) visit(file);
    }
    trail.pop();
    state.set(path, 'left');
  };
  for (const path of files.keys()) if (!state.has(path)) visit(path);
  return found;
}

function named(found: readonly Source[]): string[] {
  return found.map(({ path }) => path);
}

function file(path: string, text: string) {
  return { path, ...parse(path, text) };
}

describe('the import table', () => {
  test('every folder imports only what it may', () => expect(sources.flatMap(forbidden)).toEqual([]));
  test('inside the engine, lower never imports higher', () => expect(sources.flatMap(upward)).toEqual([]));
  test('no file imports itself by way of others', () => expect(cycles(byPath)).toEqual([]));
  test('nothing imports an entry file', () => {
    const entries = /^electron\/(?:main|preload|cli)\.ts$/;
    const importers = sources.filter(({ imports }) => imports.some(({ file }) => file && entries.test(file)));
    expect(importers.map(({ path }) => path)).toEqual([]);
  });
});

describe('the shape of files', () => {
  test('no barrels', () =>
    expect(named(sources.filter((source) => source.onlyReexports || /(?:^|\/)index\.tsx?$/.test(source.path)))).toEqual(
      [],
    ));
  test('no default exports', () =>
    expect(named(sources.filter(({ path, defaultExport }) => defaultExport && !isConfig(path)))).toEqual([]));
  test(`no file of more than ${MAX_LINES} lines, tests and tables of cases excepted`, () =>
    expect(
      named(sources.filter(({ path, text }) => !isTest(path) && text.trimEnd().split('\n').length > MAX_LINES)),
    ).toEqual([]));
  test('no file named for what it is instead of what it does', () =>
    expect(
      named(sources.filter(({ path }) => /(?:^|\/)(?:utils?|helpers?|types?|misc|common)\.tsx?$/.test(path))),
    ).toEqual([]));
  test('every name is in kebab-case', () =>
    expect(
      named(
        sources.filter(
          ({ path }) => !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\/|(?=\.)))+(?:\.[a-z]+(?:-[a-z]+)*)+$/.test(path),
        ),
      ),
    ).toEqual([]));
});

describe('these checks can fail', () => {
  test.each([
    ['the engine imports electron', 'electron/engine/tar/a.ts', `import { app } from 'electron';`],
    ['the engine imports a host', 'electron/engine/tar/a.ts', `import type { Api } from '../../api/api.ts';`],
    ['the api imports electron, for its type only', 'electron/api/a.ts', `import type { App } from 'electron';`],
    ['the web host imports electron', 'electron/web/a.ts', `const { app } = await import('electron');`],
    ['the web host imports the desktop one', 'electron/web/a.ts', `export { f } from '../desktop/menu.ts';`],
    ['the command line imports the api', 'electron/cli/a.ts', `import { createApi } from '../api/api.ts';`],
    ['shared imports node', 'shared/a.ts', `import 'node:fs';`],
    ['shared imports the engine', 'shared/a.ts', `import type { Engine } from '../electron/engine/opened.ts';`],
    ['the window imports node', 'renderer/host/a.ts', `import { join } from 'node:path';`],
    ['the window imports the engine', 'renderer/ui/a.tsx', `import { x } from '../../electron/engine/opened.ts';`],
    ['a feature imports another', 'renderer/features/tree/a.ts', `import { x } from '../viewer/x.ts';`],
    ['e2e imports the engine', 'e2e/specs/a.ts', `import { x } from '../../electron/engine/opened.ts';`],
    ['an entry file is imported', 'electron/desktop/a.ts', `import '../main.ts';`],
  ])('%s', (_, path, text) => expect(forbidden(file(path, text))).toHaveLength(1));

  test('a lower folder of the engine imports a higher one', () =>
    expect(upward(file('electron/engine/tar/a.ts', `import { x } from '../union/b.ts';`))).toHaveLength(1));

  test('two files import each other', () => {
    const a = file('shared/a.ts', `import { b } from './b.ts';`);
    const b = file('shared/b.ts', `import { a } from './a.ts';`);
    expect(cycles(new Map([a, b].map((source) => [source.path, source])))).toEqual([
      'shared/a.ts → shared/b.ts → shared/a.ts',
    ]);
  });

  test('a file only passes on what others define', () =>
    expect(file('shared/all.ts', `export * from './a.ts';\nexport { b } from './b.ts';`).onlyReexports).toBe(true));

  test('a file exports a default', () => expect(file('shared/a.ts', 'export default 1;').defaultExport).toBe(true));
});
