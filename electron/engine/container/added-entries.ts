import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { OutcropError } from '../../../shared/errors.ts';
import { nameOfBytes, type Name } from './name.ts';
import type { AddedEntry } from './operation.ts';
import type { Body } from './tree.ts';

const SLASH = Buffer.from('/');

/**
 * A file or folder of this machine as it would be added to a container: root owns it, modes and times stay, links are
 * kept as links. Devices, pipes and sockets are refused.
 * @param store keeps the content of a file
 * @throws OutcropError `not-found`, `unreadable`, `unsupported`
 */
export async function readAdded(
  source: string,
  store: (chunks: AsyncIterable<Uint8Array>) => Promise<Body>,
): Promise<AddedEntry[]> {
  const entries: AddedEntry[] = [];
  const visit = async (at: Buffer, path: readonly Name[]): Promise<void> => {
    const file = at.toString();
    const stat = await lstat(at).catch((error: NodeJS.ErrnoException) => {
      const code = error.code === 'ENOENT' ? 'not-found' : 'unreadable';
      throw new OutcropError(code, `${file} cannot be read (${error.code ?? error.message}); name another file.`, {
        file,
      });
    });
    const common = { path, mode: stat.mode & 0o7777, uid: 0, gid: 0, mtime: Math.floor(stat.mtimeMs / 1000) };
    if (stat.isFile()) entries.push({ kind: 'file', ...common, body: await store(createReadStream(at)) });
    else if (stat.isSymbolicLink()) {
      const target = nameOfBytes(await readlink(at, 'buffer'));
      entries.push({ kind: 'symlink', ...common, mode: 0o777, target });
    } else if (stat.isDirectory()) {
      entries.push({ kind: 'dir', ...common });
      const names = (await readdir(at, 'buffer')).toSorted((a, b) => Buffer.compare(a, b));
      // One after the other: a folder may hold more files than may be open.
      // oxlint-disable-next-line no-await-in-loop
      for (const name of names) await visit(Buffer.concat([at, SLASH, name]), [...path, nameOfBytes(name)]);
    } else
      throw new OutcropError('unsupported', `${file} is a device, pipe or socket; add files, folders and links only.`, {
        file,
      });
  };
  await visit(Buffer.from(source), []);
  return entries;
}
