import type { BrowserWindow } from 'electron';
import type { ElectronParts } from './electron-parts.ts';

/** The system's open dialog. @returns an absolute path, or null when the user cancelled */
export async function pickFile(
  { dialog }: Pick<ElectronParts, 'dialog'>,
  window: BrowserWindow | undefined,
  folder: boolean,
): Promise<string | null> {
  const options: Electron.OpenDialogOptions = { properties: [folder ? 'openDirectory' : 'openFile'] };
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? null : (filePaths[0] ?? null);
}
