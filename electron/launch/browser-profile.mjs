import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataDirFor } from './data-dir.mjs';

/**
 * A profile folder of our own for an app window, so that closing the window ends its browser. One that another
 * Outcrop uses is left alone: a second browser on it would hand its window over and end at once.
 */
export function takeProfile() {
  const folder = join(dataDirFor(process.env, process.platform, homedir()), 'browser');
  for (let number = 1; ; number += 1) {
    const profile = join(folder, `profile-${number}`);
    const lock = join(profile, 'outcrop.pid');
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    if (isHeld(lock)) continue;
    writeFileSync(lock, String(process.pid));
    return profile;
  }
}

/** @param {string} lock */
function isHeld(lock) {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    // Alive, but another user's.
    return error.code === 'EPERM';
  }
}
