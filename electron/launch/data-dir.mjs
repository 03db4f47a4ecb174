// The data folder for launchers on Node 20, which cannot load `engine/data-dir.ts`; a test holds the two together.
import { isAbsolute, join } from 'node:path';

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @param {string} home
 */
export function dataDirFor(env, platform, home) {
  const chosen = env.OUTCROP_HOME;
  if (chosen) return isAbsolute(chosen) ? chosen : join(home, chosen);
  const xdg = env.XDG_DATA_HOME;
  if (xdg && isAbsolute(xdg)) return join(xdg, 'outcrop');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'outcrop');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'outcrop');
  return join(home, '.local', 'share', 'outcrop');
}
