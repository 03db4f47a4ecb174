import type * as electron from 'electron';

/** The parts of Electron that the host uses. `main.ts` passes the real ones; tests pass stand-ins. */
export type ElectronParts = Pick<
  typeof electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'protocol' | 'screen' | 'session'
>;
