import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { SourceKind } from '../../shared/model/image.ts';
import {
  containersDir,
  dockerArchive,
  linkedDockerArchive,
  ociLayout,
  sha256,
  takeApart,
  type ImageParts,
} from './image-parts.ts';
import { layOut, packMembers, readMembers, type Member } from './members.ts';
import { ROOT } from './product.ts';

const FIXTURES = join(ROOT, 'e2e', 'fixtures', 'images');
/** The team's larger material; a newcomer does not have it, and then only the copies in fixtures/ are used. */
const SHARED = join(ROOT, '..', 'shared', 'images');

/** One image in one form, with what must come out of it. */
export interface ImageForm {
  readonly image: string;
  /** For the test's name: `OCI folder, gzip layers`. */
  readonly form: string;
  readonly kind: SourceKind;
  /** Folder with the expected answers. */
  readonly truth: string;
  /** Whether this form holds the config that truth/config.raw.json shows; skopeo's conversion to OCI rewrites it. */
  readonly keepsConfig: boolean;
  /** sha256 of the config's bytes in this form, computed without Outcrop. */
  readonly imageID: () => Promise<string>;
  /** Why it cannot be made on this machine. */
  readonly missing?: string;
  /** @param folder empty, of this form alone @returns the path to open */
  readonly make: (folder: string) => Promise<string>;
}

/** Images whose every path was listed by the kernel's overlayfs. */
export const TRUE_IMAGES: readonly { readonly name: string; readonly file: string; readonly engineConfig: boolean }[] =
  [
    { name: 'busybox', file: 'docker-save.tar.gz', engineConfig: true },
    { name: 'tricky', file: 'oci-zstd.tar', engineConfig: false },
  ];

/** Every form of every image. */
export function imageForms(): readonly ImageForm[] {
  return TRUE_IMAGES.flatMap(({ name, file, engineConfig }) => [
    ...derivedForms(name, join(FIXTURES, name, file), engineConfig),
    ...sharedForms(name, file),
  ]);
}

export function fixture(name: string): string {
  return join(FIXTURES, name);
}

function derivedForms(image: string, original: string, keepsConfig: boolean): ImageForm[] {
  const docker = original.includes('docker-save');
  const parts = once(async () => takeApart(await readFile(original), `corpus/${image}:1`));
  const form = (name: string, kind: SourceKind, make: ImageForm['make'], missing?: string): ImageForm => ({
    image,
    form: name,
    kind,
    truth: fixture(join(image, 'truth')),
    keepsConfig,
    imageID: async () => imageID(await parts()),
    make,
    ...(missing !== undefined && { missing }),
  });
  const archive = (name: string, kind: SourceKind, members: (from: ImageParts) => Member[], prefix = '') =>
    form(name, kind, async (folder) =>
      put(join(folder, 'image.tar'), await packMembers(members(await parts()), prefix)),
    );
  const folder = (name: string, kind: SourceKind, members: (from: ImageParts) => Member[]) =>
    form(name, kind, async (at) => {
      await layOut(members(await parts()), join(at, 'image'));
      return join(at, 'image');
    });
  const asMade: SourceKind = docker ? 'docker-archive' : 'oci-archive';
  const plain = once(async () => uncompressed(await readFile(original)));
  const recompressed = (name: string, compress: (tar: Buffer) => Buffer, missing?: string) =>
    form(name, asMade, async (at) => put(join(at, 'image.tar'), compress(await plain())), missing);
  return [
    form('as its tool made it', asMade, async () => original),
    recompressed('outer tar uncompressed', (tar) => tar),
    recompressed('whole file gzip', (tar) => gzipSync(tar, { level: 1 })),
    recompressed('whole file zstd', (tar) => zstdCompressSync(tar)),
    recompressed('whole file xz', piped('xz'), lacking('xz')),
    form('unpacked to a folder', docker ? 'docker-folder' : 'oci-layout', async (at) => {
      await layOut(await readMembers(await plain()), join(at, 'image'));
      return join(at, 'image');
    }),
    archive('docker-archive, names with ./', 'docker-archive', (from) => dockerArchive(from), './'),
    archive('docker-archive, gzip layers named layer.tar', 'docker-archive', (from) => dockerArchive(from, 'gzip')),
    archive('docker-archive, layers behind symbolic links', 'docker-archive', linkedDockerArchive),
    archive('Docker 25 archive', 'docker-archive', (from) => ociLayout(from, 'raw', { docker: true })),
    archive('OCI archive, gzip layers', 'oci-archive', (from) => ociLayout(from, 'gzip')),
    archive('OCI archive, zstd layers, names with ./', 'oci-archive', (from) => ociLayout(from, 'zstd'), './'),
    folder('OCI folder, raw layers', 'oci-layout', (from) => ociLayout(from, 'raw')),
    folder('OCI folder, gzip layers', 'oci-layout', (from) => ociLayout(from, 'gzip')),
    folder('folder of a docker-archive', 'docker-folder', (from) => dockerArchive(from)),
    folder('skopeo dir:', 'containers-dir', (from) => containersDir(from, 'gzip')),
  ];
}

/** What lies beside the repository, as it is. */
function sharedForms(image: string, copied: string): ImageForm[] {
  const folder = join(SHARED, image);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.tar(?:\.gz)?$/.test(name) && name !== copied)
    .map((name) => ({
      image,
      form: `shared/images ${name}`,
      kind: name.startsWith('docker') ? 'docker-archive' : 'oci-archive',
      truth: join(folder, 'truth'),
      keepsConfig: name.startsWith('docker'),
      imageID: async () => imageID(await takeApart(await readFile(join(folder, name)), name)),
      make: async () => join(folder, name),
    }));
}

function imageID({ config }: ImageParts): string {
  return `sha256:${sha256(config)}`;
}

async function put(path: string, bytes: Buffer): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

function uncompressed(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
}

function lacking(tool: string): string | undefined {
  return spawnSync(tool, ['--version']).error ? `${tool} is not installed here` : undefined;
}

function piped(tool: string): (tar: Buffer) => Buffer {
  return (tar) => {
    const { status, stdout, stderr } = spawnSync(tool, ['-1', '-c'], { input: tar, maxBuffer: 2 ** 30 });
    if (status !== 0) throw new Error(`${tool} failed: ${stderr.toString()}`);
    return stdout;
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
