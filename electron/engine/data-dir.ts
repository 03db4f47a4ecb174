import { isAbsolute, join } from 'node:path';

/** What the choice depends on; the entry files pass the process's own. */
export interface DataDirFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Absolute path of the user's home folder. */
  readonly home: string;
}

/**
 * The one folder Outcrop writes to: caches, indexes, uploads and the store. It may not exist yet.
 * `$OUTCROP_HOME` decides, relative to the home folder since `npm start` changes the working one; else `$XDG_DATA_HOME/outcrop` where it is absolute (XDG base directory specification),
 * else the system's own place. Never inside a project or beside an image.
 */
export function dataDirFor({ env, platform, home }: DataDirFacts): string {
  const chosen = env['OUTCROP_HOME'];
  if (chosen !== undefined && chosen !== '') return isAbsolute(chosen) ? chosen : join(home, chosen);
  const xdg = env['XDG_DATA_HOME'];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'outcrop');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'outcrop');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'outcrop');
  return join(home, '.local', 'share', 'outcrop');
}
