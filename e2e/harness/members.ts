import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';

/** One member of an outer archive. Layers are never unpacked this way: their tars stay bytes. */
export type Member =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Buffer }
  | { readonly kind: 'dir'; readonly name: string }
  | { readonly kind: 'symlink'; readonly name: string; readonly to: string };

/** Members in archive order. Names without `./` and without a slash at the end. */
export async function readMembers(tar: Buffer): Promise<Member[]> {
  const members: Member[] = [];
  const archive = extract();
  Readable.from([tar]).pipe(archive);
  for await (const entry of archive) {
    const name = entry.header.name.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
    const bytes = await buffer(entry);
    if (name === '') continue;
    if (entry.header.type === 'directory') members.push({ kind: 'dir', name });
    else if (entry.header.type === 'symlink') members.push({ kind: 'symlink', name, to: entry.header.linkname ?? '' });
    else if (entry.header.type === 'file') members.push({ kind: 'file', name, bytes });
    else throw new Error(`a fixture holds ${name}, a ${entry.header.type}, which no image archive should`);
  }
  return members;
}

/** @param prefix goes before every name: `./` as `tar -C folder -cf out.tar .` writes */
export async function packMembers(members: readonly Member[], prefix = ''): Promise<Buffer> {
  const tar = pack();
  const mtime = new Date(0);
  if (prefix !== '') tar.entry({ name: prefix, type: 'directory', mtime });
  for (const member of members) {
    const name = prefix + member.name;
    if (member.kind === 'file') tar.entry({ name, mtime, type: 'file' }, member.bytes);
    else if (member.kind === 'dir') tar.entry({ name, mtime, type: 'directory' });
    else tar.entry({ name, mtime, type: 'symlink', linkname: member.to });
  }
  tar.finalize();
  return buffer(tar);
}

/** Lays the members out as files below `folder`. */
export async function layOut(members: readonly Member[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const member of members) {
    const path = join(folder, member.name);
    await mkdir(member.kind === 'dir' ? path : dirname(path), { recursive: true });
    if (member.kind === 'file') await writeFile(path, member.bytes);
    else if (member.kind === 'symlink') await symlink(member.to, path);
  }
}

/** @throws Error when there is none */
export function memberNamed(members: readonly Member[], name: string): Buffer {
  const found = members.findLast((member) => member.name === name);
  if (found?.kind === 'symlink') return memberNamed(members, join(dirname(name), found.to));
  if (found?.kind !== 'file') throw new Error(`the archive has no file ${name}`);
  return found.bytes;
}
