import { IndexBuilder } from '../tar/index-builder.ts';
import { TYPE_CODES, type TarIndex } from '../tar/tar-index.ts';

/** One entry of a layer, as union-cases.md draws it. */
export interface PictureEntry {
  readonly path: string;
  readonly type: (typeof TYPE_CODES)[number] | 'whiteout' | 'opaque';
  /** The name in the tar, when it is not the one that path and type give. */
  readonly name?: string;
  readonly content?: string;
  readonly link?: string;
  readonly mode?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly major?: number;
  readonly minor?: number;
  readonly xattrs?: Readonly<Record<string, string>>;
}

/** The name an entry has in its tar. */
export function tarName({ path, type, name }: PictureEntry): string {
  if (name !== undefined) return name;
  const slash = path.lastIndexOf('/') + 1;
  if (type === 'whiteout') return `${path.slice(0, slash)}.wh.${path.slice(slash)}`;
  if (type === 'opaque') return path === '' ? '.wh..wh..opq' : `${path}/.wh..wh..opq`;
  return type === 'dir' ? `${path}/` : path;
}

/** What a picture leaves out. */
export function modeOf({ type, mode }: PictureEntry): number {
  return mode === undefined ? (type === 'dir' ? 0o755 : 0o644) : Number.parseInt(mode, 8);
}

/** A layer's index without a tar; content is left out, only its size counts. */
export function drawIndex(entries: readonly PictureEntry[]): TarIndex {
  const builder = new IndexBuilder({ capacity: entries.length + 1 });
  for (const entry of entries) {
    const { uid = 0, gid = 0, mtime = 0, content = '', link, major, minor, xattrs } = entry;
    const isMarker = entry.type === 'whiteout' || entry.type === 'opaque';
    const type = isMarker ? 'file' : entry.type;
    const name = Buffer.from(tarName(entry));
    const problem = builder.name(name, 0, name.length);
    if (problem) throw new Error(`${tarName(entry)}: ${problem}`);
    const size = type === 'file' ? Buffer.byteLength(content) : 0;
    builder.add(TYPE_CODES.indexOf(type), modeOf(entry), uid, gid, size, mtime, 0, 0);
    if (link !== undefined) {
      const bytes = Buffer.from(type === 'hardlink' ? link.replace(/^\/+/, '') : link);
      builder.addLink(bytes, 0, bytes.length);
    }
    const rare = {
      ...(major !== undefined && { major }),
      ...(minor !== undefined && { minor }),
      ...(xattrs && { xattrs: new Map(Object.entries(xattrs).map(([key, value]) => [key, Buffer.from(value)])) }),
    };
    if (Object.keys(rare).length > 0) builder.addRare(rare, 0);
  }
  return builder.finish();
}
