import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** One entry of a layer; only what a test cares about. A name ending in / is a folder. */
export interface TestEntry {
  readonly name: string;
  readonly text?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly symlink?: string;
  readonly hardlink?: string;
  readonly device?: readonly [major: number, minor: number];
  readonly fifo?: true;
  readonly xattrs?: Readonly<Record<string, string>>;
}

export interface TestImage {
  readonly names: readonly string[];
  readonly architecture?: string;
  readonly layers: readonly { readonly createdBy: string; readonly entries: readonly TestEntry[] }[];
}

export const MTIME = 1_700_000_000;
/** Stands for the byte FF in a name: no archive writer takes bytes that are not UTF-8. */
export const BYTE_FF = '%FF%';

/** The archive `docker save` writes, made by tar-stream; `damage` may change a layer's bytes after its digest was taken. */
export async function makeArchive(
  images: readonly TestImage[],
  damage: (layer: Buffer, index: number) => Buffer = (layer) => layer,
): Promise<Buffer> {
  const files = new Map<string, Buffer>();
  const manifest = [];
  for (const image of images) {
    const layers = await Promise.all(image.layers.map(({ entries }) => makeLayer(entries)));
    const config = makeConfig(image, layers);
    const configName = `${sha256(config)}.json`;
    const names = layers.map((layer) => `${sha256(layer)}/layer.tar`);
    layers.forEach((layer, index) => files.set(names[index] ?? '', damage(layer, index)));
    files.set(configName, config);
    manifest.push({ Config: configName, RepoTags: image.names, Layers: names });
  }
  files.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
  const archive = pack();
  for (const [name, bytes] of files) archive.entry({ name, mtime: new Date(0) }, bytes);
  archive.finalize();
  return collect(archive);
}

/** The same archive in a gzip. */
export function gzipped(archive: Buffer): Buffer {
  return gzipSync(archive, { level: 1 });
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function makeLayer(entries: readonly TestEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const entry of entries) {
    const { name, text, mode, uid = 0, gid = 0, symlink, hardlink, device, fifo, xattrs } = entry;
    const linkname = symlink ?? hardlink;
    const folder = name.endsWith('/');
    const type = folder
      ? 'directory'
      : symlink !== undefined
        ? 'symlink'
        : hardlink !== undefined
          ? 'link'
          : device
            ? 'character-device'
            : fifo
              ? 'fifo'
              : 'file';
    const header = {
      name,
      type,
      mode: mode ?? (folder ? 0o755 : 0o644),
      uid,
      gid,
      mtime: new Date(MTIME * 1000),
      // With any, tar-stream repeats the name in the extended header, which would outrank the one with true bytes.
      ...(xattrs && { pax: Object.fromEntries(Object.entries(xattrs).map(([k, v]) => [`SCHILY.xattr.${k}`, v])) }),
      ...(linkname !== undefined && { linkname }),
      ...(device && { devmajor: device[0], devminor: device[1] }),
    } as const;
    archive.entry(header, text ?? '');
  }
  archive.finalize();
  return withRawBytes(await collect(archive));
}

function makeConfig({ architecture = 'amd64', layers }: TestImage, tars: readonly Buffer[]): Buffer {
  return Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      created: '2023-11-14T22:13:20Z',
      config: { Cmd: ['/bin/tool'], User: 'nobody' },
      rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
      history: [
        ...layers.map(({ createdBy }) => ({ created: '2023-11-14T22:13:20Z', created_by: createdBy })),
        { created: '2023-11-14T22:13:21Z', created_by: 'CMD ["/bin/tool"]', empty_layer: true },
      ],
    }),
  );
}

/** Puts true bytes in place of the placeholder and the header's checksum right again (POSIX.1 ustar). */
function withRawBytes(tar: Buffer): Buffer {
  for (let at = tar.indexOf(BYTE_FF); at >= 0; at = tar.indexOf(BYTE_FF)) {
    const block = tar.subarray(at - (at % 512), at - (at % 512) + 512);
    const rest = block.subarray((at % 512) + BYTE_FF.length, 100);
    block[at % 512] = 0xff;
    rest.copy(block, (at % 512) + 1);
    block.fill(0, 100 - BYTE_FF.length + 1, 100);
    block.fill(0x20, 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return tar;
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
