import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { archive, END, header, member, pax } from './tar/scan.test-support.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const json = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** A `docker save` archive of these layers, with the diffIDs that they have when they are not compressed. */
export function dockerArchive(layers: readonly Uint8Array[], config: object = {}): Uint8Array {
  const diffIDs = layers.map((layer) => `sha256:${sha256(layer)}`);
  return archive(
    ...layers.map((layer, index) => member(`${index}.tar`, layer)),
    member(
      'c.json',
      json({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: diffIDs }, ...config }),
    ),
    member(
      'manifest.json',
      json([{ Config: 'c.json', RepoTags: ['a:1'], Layers: layers.map((_, index) => `${index}.tar`) }]),
    ),
  );
}

/** An archive whose only image has this config and no layers. */
export const configArchive = (config: Uint8Array): Uint8Array =>
  archive(
    member('c.json', config),
    member('manifest.json', json([{ Config: 'c.json', RepoTags: ['a:1'], Layers: [] }])),
  );

/** An OCI archive whose index is this document, with these blobs under their digests. */
export function ociArchive(index: unknown, blobs: readonly (string | Uint8Array)[] = []): Uint8Array {
  return archive(
    member('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
    ...blobs.map((bytes) => member(`blobs/sha256/${sha256(bytes)}`, bytes)),
    member('index.json', json(index)),
  );
}

export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const INDEX = 'application/vnd.oci.image.index.v1+json';

export const descriptor = (bytes: string | Uint8Array, mediaType = MANIFEST) => ({
  mediaType,
  digest: `sha256:${sha256(bytes)}`,
  size: bytes.length,
});
export const indexOf = (...manifests: object[]) => ({ schemaVersion: 2, mediaType: INDEX, manifests });

/** An OCI archive of one manifest. */
export const manifestArchive = (
  manifest: string | Uint8Array,
  blobs: readonly (string | Uint8Array)[] = [],
): Uint8Array => ociArchive(indexOf(descriptor(manifest)), [manifest, ...blobs]);

const many = (count: number, make: (index: number) => Uint8Array): Uint8Array =>
  Buffer.concat([...Array.from({ length: count }, (_, index) => make(index)), END]);

/** A manifest in an OCI archive; `spoil` stores it with other bytes than its digest says. */
function misnamed(spoil: 'manifest' | 'config' | 'layer'): Uint8Array {
  const layer = archive(member('a', 'hello'));
  const config = json({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
  });
  const manifest = json({
    schemaVersion: 2,
    config: descriptor(config, 'application/vnd.oci.image.config.v1+json'),
    layers: [descriptor(layer, 'application/vnd.oci.image.layer.v1.tar')],
  });
  const stored = {
    manifest: manifest.replace('{', '{ '),
    config: config.replace('amd64', 'arm64'),
    layer: archive(member('a', 'jello')),
  };
  return archive(
    member('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
    member(`blobs/sha256/${sha256(manifest)}`, spoil === 'manifest' ? stored.manifest : manifest),
    member(`blobs/sha256/${sha256(config)}`, spoil === 'config' ? stored.config : config),
    member(`blobs/sha256/${sha256(layer)}`, spoil === 'layer' ? stored.layer : layer),
    member('index.json', json(indexOf(descriptor(manifest)))),
  );
}

function nestedIndexes(depth: number): Uint8Array {
  const blobs: string[] = [];
  let inner: object = indexOf();
  for (let level = 0; level < depth; level++) {
    const bytes = json(inner);
    blobs.push(bytes);
    inner = indexOf(descriptor(bytes, INDEX));
  }
  return ociArchive(inner, blobs);
}

/** Names of layers whose first twelve hex digits are the same. */
const TWINS = [`${'ab'.repeat(16)}${'0'.repeat(32)}`, `${'ab'.repeat(16)}${'1'.repeat(32)}`] as const;

/** What stands where a case has no file, by what a table row calls it. Bounded in scale: `--limit` brings the limits near. */
export const RECIPES = {
  'a chain of 2,000 links': () =>
    dockerArchive([
      many(2001, (i) => (i < 2000 ? header(`l${i}`, { type: '2', link: `l${i + 1}` }) : member('l0/x', 'hello'))),
    ]),
  'a link of nearly a MiB': () =>
    dockerArchive([archive(pax({ linkpath: 't'.repeat(2 ** 20 - 1024) }), header('l', { type: '2' }))]),
  '500 extended headers': () => dockerArchive([many(500, () => pax({ path: 'x' }))]),
  'one name 20,000 times': () => dockerArchive([many(20_000, () => header('same'))]),
  '20,000 entries': () => dockerArchive([many(20_000, (i) => header(`a/${i}`))]),
  '20,000 entries in a gzip': () => dockerArchive([gzipSync(many(20_000, (i) => header(`a/${i}`)))]),
  '20,000 whiteouts of 20,000 files': () =>
    dockerArchive([many(20_000, (i) => header(`d/${i}`)), many(20_000, (i) => header(`d/.wh.${i}`))]),
  'a file and 20,000 hard links to it': () =>
    dockerArchive([
      Buffer.concat([member('f', 'x'.repeat(1000)), many(20_000, (i) => header(`h${i}`, { type: '1', link: 'f' }))]),
    ]),
  'a line of 32 MiB': () => dockerArchive([archive(member('line.txt', Buffer.alloc(32 << 20, 0x61)))]),
  'a manifest with other bytes': () => misnamed('manifest'),
  'a config with other bytes': () => misnamed('config'),
  'a layer with other bytes': () => misnamed('layer'),
  '1,000 indexes within each other': () => nestedIndexes(1000),
  'an index that is its own blob': () => {
    const own = json(indexOf({ mediaType: INDEX, digest: `sha256:${'0'.repeat(64)}`, size: 1 }));
    return archive(
      member('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
      member(`blobs/sha256/${'0'.repeat(64)}`, own),
      member('index.json', own),
    );
  },
  'three files of 4 PiB': () =>
    dockerArchive(
      ['a', 'b', 'c'].map((name) =>
        archive(
          pax({
            'GNU.sparse.major': '0',
            'GNU.sparse.minor': '1',
            'GNU.sparse.size': String(2 ** 52),
            'GNU.sparse.numblocks': '0',
            'GNU.sparse.map': '',
          }),
          header(name),
        ),
      ),
    ),
  'two layers with one short digest': () => {
    const layers = TWINS.map((name) => member(`${name}.tar`, archive(member(name.slice(-3), 'x'))));
    const names = TWINS.map((name) => `${name}.tar`);
    return archive(
      ...layers,
      member('c.json', '{}'),
      member('manifest.json', json([{ Config: 'c.json', Layers: names }])),
    );
  },
  'a whiteout through a link of the layer below': () =>
    dockerArchive([
      archive(member('etc/passwd', 'x'), header('link', { type: '2', link: '/etc' })),
      archive(header('link/.wh.passwd')),
    ]),
  'a media type that says gzip over a plain tar': () => {
    const layer = archive(member('a', 'hello'));
    const manifest = json({
      schemaVersion: 2,
      layers: [descriptor(layer, 'application/vnd.oci.image.layer.v1.tar+gzip')],
    });
    return manifestArchive(manifest, [layer]);
  },
  'a manifest of 5 MiB': () => manifestArchive(json({ schemaVersion: 2, layers: [], pad: ' '.repeat(5 << 20) })),
  'a byte order mark before a config': () =>
    configArchive(Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), Buffer.from('{"os":"linux"}')])),
  'a name of 10,000 combining marks': () =>
    dockerArchive([archive(pax({ path: `z${'\u0301'.repeat(10_000)}` }), member('z', 'x'))]),
} as const satisfies Readonly<Record<string, () => Uint8Array>>;
export type RecipeName = keyof typeof RECIPES;

/** Lays files out in a folder; returns it. */
export async function layOut(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    // oxlint-disable-next-line no-await-in-loop
    await mkdir(dirname(path), { recursive: true });
    // oxlint-disable-next-line no-await-in-loop
    await writeFile(path, text);
  }
  return folder;
}
