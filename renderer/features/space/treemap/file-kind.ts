import type { SpaceNode } from '../../../../shared/model/space.ts';

/** What a file is for, guessed from its name; a folder drawn as one box has no kind of its own. */
export const FILE_KINDS = ['program', 'library', 'code', 'text', 'archive', 'media', 'data', 'other'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Index of the layer colour that stands for a kind: a set of eight that stay apart. */
export const KIND_COLORS: Readonly<Record<FileKind, number>> = {
  program: 7,
  library: 11,
  code: 9,
  text: 1,
  archive: 8,
  media: 10,
  data: 4,
  other: 5,
};

const ENDINGS: Readonly<Record<Exclude<FileKind, 'program' | 'other'>, string>> = {
  library: 'so a o ko la dll dylib node wasm class',
  code: 'py pyc pyi js mjs cjs ts tsx jsx go rs c h cc cpp hpp java rb pl pm php sh bash lua tcl el awk m4 map css scss',
  text: 'txt md rst html htm xml json yaml yml toml ini conf cfg properties po pot man 1 3 5 7 8 log list license csv',
  archive: 'gz tgz xz bz2 zst zip jar war whl apk deb rpm tar 7z br lz4 egg',
  media: 'png jpg jpeg gif svg webp ico bmp tiff mp3 mp4 ogg wav ttf otf woff woff2 pdf',
  data: 'db sqlite sqlite3 dat bin mo gmo pak idx pack parquet npy pem crt der cache qm tzdata',
};
const KIND_OF = new Map(
  Object.entries(ENDINGS).flatMap(([kind, endings]) =>
    endings.split(' ').map((ending): [string, FileKind] => [ending, kind as FileKind]),
  ),
);
const PROGRAM_FOLDERS = new Set(['bin', 'sbin', 'libexec']);
/** `libc.so.6`, `libssl.so.1.1`. */
const VERSIONED_LIBRARY = /\.so(?:\.\d+)+$/;

/** @param folder name of the folder it lies in */
export function fileKind(
  { name, type }: Pick<SpaceNode, 'name' | 'type'>,
  folder: string | undefined,
): FileKind | null {
  if (type === 'dir') return null;
  if (VERSIONED_LIBRARY.test(name)) return 'library';
  const dot = name.lastIndexOf('.');
  const known = dot > 0 ? KIND_OF.get(name.slice(dot + 1).toLowerCase()) : undefined;
  return known ?? (folder !== undefined && PROGRAM_FOLDERS.has(folder) ? 'program' : 'other');
}
