import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { memberName, unreadable, type Found, type Members } from './members.ts';

/** The files of a folder. A symlink counts while it stays inside: an unpacked archive must not show the host's files. */
export async function folderMembers(path: string): Promise<Members> {
  try {
    const root = await realpath(path);
    const topLevel = new Set(await readdir(root));
    return { path, topLevel, find: (name) => find(root, name) };
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function find(root: string, written: string): Promise<Found> {
  const name = memberName(written);
  if (name === undefined) return { kind: 'unsafe' };
  const place = join(root, name);
  try {
    const file = await realpath(place);
    if (file !== root && !file.startsWith(root + sep)) return { kind: 'unsafe' };
    const status = await stat(file);
    if (!status.isFile()) return { kind: 'not-a-file' };
    return { kind: 'file', name, region: { file, offset: 0, size: status.size }, complete: true };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return { kind: 'absent' };
    if (code === 'ELOOP') return { kind: 'loop' };
    throw unreadable(place, error);
  }
}
