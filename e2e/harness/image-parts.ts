import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { memberNamed, readMembers, type Member } from './members.ts';

/** An image taken apart, to be written again in another form. */
export interface ImageParts {
  readonly name: string;
  /** As stored, byte by byte. */
  readonly config: Buffer;
  /** Uncompressed tars, base first. */
  readonly layers: readonly Buffer[];
}

export type LayerForm = 'raw' | 'gzip' | 'zstd';

interface DockerManifestRow {
  readonly Config: string;
  readonly Layers: readonly string[];
}
interface OCIManifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string }[];
}

/** Takes a docker-archive or an OCI archive apart; whichever it is, its first image. */
export async function takeApart(archive: Buffer, name: string): Promise<ImageParts> {
  const members = await readMembers(inflated(archive));
  const has = (path: string) => members.some((member) => member.name === path);
  if (has('manifest.json')) {
    const [row] = JSON.parse(memberNamed(members, 'manifest.json').toString()) as DockerManifestRow[];
    if (!row) throw new Error('manifest.json lists no image');
    const layers = row.Layers.map((path) => inflated(memberNamed(members, path)));
    return { name, config: memberNamed(members, row.Config), layers };
  }
  const index = JSON.parse(memberNamed(members, 'index.json').toString()) as { manifests: { digest: string }[] };
  const manifest = JSON.parse(blob(members, index.manifests[0]?.digest).toString()) as OCIManifest;
  const layers = manifest.layers.map(({ digest }) => inflated(blob(members, digest)));
  return { name, config: blob(members, manifest.config.digest), layers };
}

/** `docker save` before Docker 25: `<id>/layer.tar` in hash order, manifest.json near the end. */
export function dockerArchive(parts: ImageParts, form: LayerForm = 'raw'): Member[] {
  const config = `${sha256(parts.config)}.json`;
  const paths = parts.layers.map((layer, index) => `${sha256(Buffer.from(`${index} ${sha256(layer)}`))}/layer.tar`);
  const layers = parts.layers.map((layer, index) => file(paths[index] ?? '', stored(layer, form)));
  const manifest = [{ Config: config, RepoTags: [parts.name], Layers: paths }];
  return [
    ...layers.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    file(config, parts.config),
    file('manifest.json', json(manifest)),
  ];
}

/** As skopeo and podman write: every layer once at the root, and links to it where Docker would look. */
export function linkedDockerArchive(parts: ImageParts): Member[] {
  const config = `${sha256(parts.config)}.json`;
  const files = new Map(parts.layers.map((layer) => [`${sha256(layer)}.tar`, layer]));
  const links = parts.layers.map((layer, index): Member => {
    const id = sha256(Buffer.from(`link ${index}`));
    return { kind: 'symlink', name: `${id}/layer.tar`, to: `../${sha256(layer)}.tar` };
  });
  const manifest = [{ Config: config, RepoTags: [parts.name], Layers: links.map(({ name }) => name) }];
  return [
    ...links,
    ...[...files].map(([name, bytes]) => file(name, bytes)),
    file(config, parts.config),
    file('manifest.json', json(manifest)),
  ];
}

/** An OCI layout; with `docker` also manifest.json, as Docker 25 saves. */
export function ociLayout(parts: ImageParts, form: LayerForm, { docker = false } = {}): Member[] {
  const suffix = form === 'raw' ? '' : `+${form}`;
  const blobs = new Map<string, Buffer>();
  const add = (mediaType: string, bytes: Buffer) => {
    const made = descriptor(mediaType, bytes);
    blobs.set(made.digest, bytes);
    return made;
  };
  const config = add('application/vnd.oci.image.config.v1+json', parts.config);
  const layers = parts.layers.map((layer) =>
    add(`application/vnd.oci.image.layer.v1.tar${suffix}`, stored(layer, form)),
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = add(mediaType, json({ schemaVersion: 2, mediaType, config, layers }));
  const annotations = {
    'io.containerd.image.name': `docker.io/${parts.name}`,
    'org.opencontainers.image.ref.name': parts.name.split(':').at(-1),
  };
  const row = {
    Config: blobPath(config.digest),
    RepoTags: [parts.name],
    Layers: layers.map(({ digest }) => blobPath(digest)),
  };
  return [
    ...[...blobs].map(([digest, bytes]) => file(blobPath(digest), bytes)),
    file('index.json', json({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] })),
    ...(docker ? [file('manifest.json', json([row]))] : []),
    file('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
  ];
}

/** skopeo's `dir:`: a manifest object and bare hex names. */
export function containersDir(parts: ImageParts, form: LayerForm): Member[] {
  const type = 'application/vnd.docker';
  const layerType = form === 'gzip' ? `${type}.image.rootfs.diff.tar.gzip` : `${type}.image.rootfs.diff.tar`;
  const layers = parts.layers.map((layer) => stored(layer, form));
  const manifest = {
    schemaVersion: 2,
    mediaType: `${type}.distribution.manifest.v2+json`,
    config: descriptor(`${type}.container.image.v1+json`, parts.config),
    layers: layers.map((layer) => descriptor(layerType, layer)),
  };
  return [
    file('version', Buffer.from('Directory Transport Version: 1.1\n')),
    file('manifest.json', json(manifest)),
    ...[parts.config, ...layers].map((bytes) => file(sha256(bytes), bytes)),
  ];
}

/** A plain config over these layers, uncompressed, base first, each made by `RUN step N`. */
export function configOver(layers: readonly Buffer[]): Buffer {
  return json({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
    history: layers.map((_, at) => ({ created_by: `RUN step ${at}` })),
  });
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function inflated(bytes: Buffer): Buffer {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
  if (bytes.readUInt32LE(0) === 0xfd2fb528) return zstdDecompressSync(bytes);
  return bytes;
}

function stored(layer: Buffer, form: LayerForm): Buffer {
  if (form === 'gzip') return gzipSync(layer, { level: 4 });
  return form === 'zstd' ? zstdCompressSync(layer) : layer;
}

function blob(members: readonly Member[], digest = ''): Buffer {
  return memberNamed(members, blobPath(digest));
}

export function descriptor(mediaType: string, bytes: Buffer) {
  return { mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length };
}

export function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

export function file(name: string, bytes: Buffer): Extract<Member, { kind: 'file' }> {
  return { kind: 'file', name, bytes };
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
