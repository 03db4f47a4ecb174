import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FUSES } from './fuses.ts';
import { PACKAGING, setFuses } from './packaging.ts';

/** What stands before the fuses in Electron's binary. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Name → place in the wire. */
const FUSE_AT: Readonly<Record<string, unknown>> = FuseV1Options;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-fuses-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A file with a wire of that many fuses, every one set to the opposite of what we want, or unknown to us. */
async function binaryWith(count: number): Promise<string> {
  const path = join(folder, `electron${count}`);
  const states = Array.from({ length: count }, (_, at) =>
    FUSES.find(({ name }) => FUSE_AT[name] === at)?.on ? FuseState.DISABLE : FuseState.ENABLE,
  );
  await writeFile(
    path,
    Buffer.concat([Buffer.alloc(512), Buffer.from(SENTINEL), Buffer.from([1, count, ...states]), Buffer.alloc(512)]),
  );
  return path;
}

test('every fuse is decided, and is set in the binary as it was', async () => {
  const binary = await binaryWith(FUSES.length);
  await setFuses(binary);
  const wire = (await getCurrentFuseWire(binary)) as unknown as Record<number, FuseState>;
  expect(Object.fromEntries(FUSES.map(({ name }) => [name, wire[FuseV1Options[name]] === FuseState.ENABLE]))).toEqual({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  });
});

test('a binary with a fuse that nobody decided on is refused', async () => {
  await expect(setFuses(await binaryWith(FUSES.length + 1))).rejects.toThrow(/fuse/i);
});

test('what is packed is what the build makes, in an archive, by the Electron that the types are of', async () => {
  const root = new URL('../../', import.meta.url);
  const manifest = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
    main: string;
    devDependencies: Record<string, string>;
    dependencies?: unknown;
  };
  expect(PACKAGING.electronVersion).toBe(manifest.devDependencies['electron']);
  expect(PACKAGING.asar).toBe(true);
  expect(PACKAGING.publish).toBeNull();
  expect(manifest.main).toMatch(/^dist\//);
  expect(manifest.dependencies).toBeUndefined();
  expect(PACKAGING.files.filter((pattern) => !pattern.startsWith('!')).map((pattern) => pattern.split('/')[0])).toEqual(
    ['dist', 'package.json', 'LICENSE'],
  );
});

test('electron-builder takes the configuration', async (context) => {
  // 275 MB that only packaging needs: `npm run package` fetches it.
  const builder = 'app-builder-lib/out/util/config/config.js';
  const found = (await import(/* @vite-ignore */ builder).catch(() => undefined)) as
    | { validateConfiguration(config: unknown, logger: unknown): Promise<void> }
    | undefined;
  if (!found) context.skip('electron-builder is not installed here');
  await found?.validateConfiguration(PACKAGING, { isEnabled: false, add: () => {} });
});
