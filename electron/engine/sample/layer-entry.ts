/** One tar entry of a sample layer: what a story says about one path, before it is bytes. */
export type LayerEntry = (
  | { readonly kind: 'dir' }
  | { readonly kind: 'file'; readonly body: Buffer }
  | { readonly kind: 'symlink'; readonly to: string }
  /** `to` is a name in the same layer, without a leading slash. */
  | { readonly kind: 'hardlink'; readonly to: string }
  | { readonly kind: 'char'; readonly major: number; readonly minor: number }
  | { readonly kind: 'fifo' }
) & {
  /** As it stands in the tar: no leading slash, no trailing one. */
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Extended attributes; ASCII values only, which is all that the sample needs. */
  readonly xattrs: Readonly<Record<string, string>>;
};

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
  readonly xattrs?: Readonly<Record<string, string>>;
}

const owned = ({ uid = 0, gid = uid, xattrs = {} }: Owner) => ({ uid, gid, xattrs });

export function dir(name: string, mode = 0o755, owner: Owner = {}): LayerEntry {
  return { kind: 'dir', name, mode, ...owned(owner) };
}

export function file(name: string, body: string | Buffer, mode = 0o644, owner: Owner = {}): LayerEntry {
  return { kind: 'file', name, mode, body: Buffer.from(body), ...owned(owner) };
}

export function symlink(name: string, to: string): LayerEntry {
  return { kind: 'symlink', name, to, mode: 0o777, ...owned({}) };
}

export function hardlink(name: string, to: string, mode = 0o755): LayerEntry {
  return { kind: 'hardlink', name, to, mode, ...owned({}) };
}

export function charDevice(name: string, major: number, minor: number): LayerEntry {
  return { kind: 'char', name, major, minor, mode: 0o666, ...owned({}) };
}

export function fifo(name: string): LayerEntry {
  return { kind: 'fifo', name, mode: 0o600, ...owned({}) };
}

/** Deletes `path` of the layers below (image-spec layer.md, Whiteouts), as Docker writes it: an empty file of mode 0600. */
export function whiteout(path: string): LayerEntry {
  const cut = path.lastIndexOf('/') + 1;
  return file(`${path.slice(0, cut)}.wh.${path.slice(cut)}`, '', 0o600);
}

/** Hides all that the layers below have in `folder` (image-spec layer.md, Opaque Whiteout). */
export function opaque(folder: string): LayerEntry {
  return file(`${folder}/.wh..wh..opq`, '', 0o755);
}
