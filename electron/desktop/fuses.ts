import type { FuseV1Options } from '@electron/fuses';

/** One switch in Electron's binary, set once when the app is packaged. Names are those of `@electron/fuses`. */
export interface Fuse {
  readonly name: keyof typeof FuseV1Options;
  readonly on: boolean;
  readonly why: string;
}

/** All nine: packaging sets them strictly, so a new one in a later Electron must be decided here. */
export const FUSES: readonly Fuse[] = [
  { name: 'RunAsNode', on: false, why: 'the app is no Node for whoever starts it' },
  { name: 'EnableCookieEncryption', on: true, why: 'what Chromium keeps on disk is sealed by the system' },
  { name: 'EnableNodeOptionsEnvironmentVariable', on: false, why: 'NODE_OPTIONS could load code' },
  { name: 'EnableNodeCliInspectArguments', on: false, why: '--inspect could run code' },
  { name: 'EnableEmbeddedAsarIntegrityValidation', on: true, why: 'a changed archive does not start' },
  { name: 'OnlyLoadAppFromAsar', on: true, why: 'and no folder beside it is taken instead' },
  { name: 'LoadBrowserProcessSpecificV8Snapshot', on: false, why: 'there is no snapshot of ours' },
  { name: 'GrantFileProtocolExtraPrivileges', on: false, why: 'nothing is served from file:' },
  { name: 'WasmTrapHandlers', on: true, why: 'faster bounds checks; no rights' },
];
