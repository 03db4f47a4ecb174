import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { FUSES } from './fuses.ts';

/**
 * What electron-builder packs and how (its Configuration; `npm run package`). Only what `npm run build` made goes in, in
 * one archive whose integrity Electron checks at start (the fuses below).
 */
export const PACKAGING = {
  appId: 'app.outcrop.desktop',
  productName: 'Outcrop',
  electronVersion: '45.4.1',
  directories: { output: 'out/package' },
  files: ['dist/**', '!**/*.map', 'package.json', 'LICENSE'],
  asar: true,
  npmRebuild: false,
  publish: null,
  fileAssociations: [{ ext: 'tar', name: 'Container image', role: 'Viewer', rank: 'Alternate' }],
  linux: { target: ['AppImage', 'tar.gz'], category: 'Development' },
  mac: { target: ['dmg'], category: 'public.app-category.developer-tools', hardenedRuntime: true },
  win: { target: ['nsis'] },
} as const;

/** Sets every fuse of an Electron binary; one that we have not decided on is an error. */
export async function setFuses(binary: string): Promise<void> {
  const wire = Object.fromEntries(FUSES.map(({ name, on }) => [FuseV1Options[name], on])) as Record<
    FuseV1Options,
    boolean
  >;
  await flipFuses(binary, { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...wire });
}
