import { buffer } from 'node:stream/consumers';
import { pack, type Header } from 'tar-stream';
import { assertNever } from '../../../shared/assert.ts';
import type { LayerEntry } from './layer-entry.ts';

/**
 * The tar of one layer.
 * @param modified seconds since the epoch, of every entry: nothing of the clock of the machine goes in
 */
export async function packLayer(entries: readonly LayerEntry[], modified: number): Promise<Buffer> {
  const tar = pack();
  for (const entry of entries) {
    const header = { ...typeOf(entry), name: entry.name, ...commonOf(entry, modified) };
    tar.entry(header, entry.kind === 'file' ? entry.body : Buffer.alloc(0));
  }
  tar.finalize();
  return buffer(tar);
}

/** The tar of the whole archive: plain files at fixed times. */
export async function packFiles(
  files: readonly { readonly name: string; readonly bytes: Buffer }[],
  modified: number,
): Promise<Buffer> {
  const tar = pack();
  for (const { name, bytes } of files)
    tar.entry({ name, type: 'file', mode: 0o644, mtime: new Date(modified * 1000) }, bytes);
  tar.finalize();
  return buffer(tar);
}

function typeOf(entry: LayerEntry): Partial<Header> {
  switch (entry.kind) {
    case 'dir':
      return { type: 'directory' };
    case 'file':
      return { type: 'file', size: entry.body.length };
    case 'symlink':
      return { type: 'symlink', linkname: entry.to };
    case 'hardlink':
      return { type: 'link', linkname: entry.to };
    case 'char':
      return { type: 'character-device', devmajor: entry.major, devminor: entry.minor };
    case 'fifo':
      return { type: 'fifo' };
    default:
      return assertNever(entry);
  }
}

function commonOf(entry: LayerEntry, modified: number): Partial<Header> {
  const xattrs = Object.entries(entry.xattrs).map(([name, value]) => [`SCHILY.xattr.${name}`, value] as const);
  return {
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    mtime: new Date(modified * 1000),
    ...(xattrs.length > 0 && { pax: Object.fromEntries(xattrs) }),
  };
}
