import type { Name } from './name.ts';
import type { Body, Metadata } from './tree.ts';

/** A file or folder that comes from a disk, below the path it is added at; the empty path is that path itself. */
export type AddedEntry = { readonly path: readonly Name[] } & Omit<Metadata, 'xattrs'> &
  (
    | { readonly kind: 'dir' }
    | { readonly kind: 'file'; readonly body: Body }
    | { readonly kind: 'symlink'; readonly target: string }
  );

/** What can be done to a container. Paths are from the root; those of `write`, `chmod` and `chown` follow links. */
export type Edit =
  /** Replaces the content; `mode` counts for a new file only. */
  | { readonly kind: 'write'; readonly path: readonly Name[]; readonly body: Body; readonly mode?: number }
  /** Parents first. Folders that are there stay as they are; files are replaced, not written into. */
  | { readonly kind: 'add'; readonly path: readonly Name[]; readonly entries: readonly AddedEntry[] }
  /** A folder goes with all that is in it. */
  | { readonly kind: 'remove'; readonly path: readonly Name[] }
  /** As rename(2); a folder of the image is copied and deleted, as mv does on EXDEV. */
  | { readonly kind: 'rename'; readonly from: readonly Name[]; readonly to: readonly Name[] }
  | { readonly kind: 'mkdir'; readonly path: readonly Name[]; readonly mode: number; readonly parents: boolean }
  | { readonly kind: 'chmod'; readonly path: readonly Name[]; readonly mode: number }
  | { readonly kind: 'chown'; readonly path: readonly Name[]; readonly uid: number; readonly gid: number }
  | { readonly kind: 'symlink'; readonly path: readonly Name[]; readonly target: string }
  | { readonly kind: 'link'; readonly from: readonly Name[]; readonly to: readonly Name[] };

/** An edit with the moment it was made, in seconds since the epoch, so that it can be made again. */
export type Operation = Edit & { readonly time: number };
