import { appendFile, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OutcropError } from '../../../shared/errors.ts';
import { openSource } from './open-source.ts';
import {
  blob,
  descriptor,
  hexOf,
  LAYOUT,
  OCI_INDEX,
  OCI_MANIFEST,
  ociManifest,
  sampleImage,
  writeArchive,
  writeFolder,
  type SampleMember,
} from './sample-image.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'outcrop-bad-'));
});
afterAll(() => rm(dir, { recursive: true }));

const open = (path: string) => openSource(path, { cacheDir: join(dir, 'cache') });

const image = await sampleImage(['one', 'two']);
const oci = ociManifest(image);
const configName = `${hexOf(image.config)}.json`;
const config: SampleMember = { name: configName, body: image.config };
const layers = image.layers.map((body, n) => ({ name: `${n}.tar`, body }));
const entry = { Config: configName, RepoTags: ['good:1'], Layers: ['0.tar', '1.tar'] };
const manifestJson = (body: unknown): SampleMember => ({ name: 'manifest.json', body });
const indexJson = (manifests: unknown): SampleMember => ({ name: 'index.json', body: { schemaVersion: 2, manifests } });
const tar =
  (...members: SampleMember[]) =>
  (path: string) =>
    writeArchive(path, members);
const bytes = (body: string | Uint8Array) => (path: string) => writeFile(path, body);
const magicAt = (offset: number, magic: string) =>
  bytes(Buffer.concat([Buffer.alloc(offset), Buffer.from(magic, 'latin1')]));

async function cutOff(path: string): Promise<void> {
  await writeArchive(path, [
    config,
    { name: `${'a'.repeat(64)}/layer.tar`, body: image.layers[0] },
    manifestJson([entry]),
  ]);
  await truncate(path, 2500);
}

async function saveFailed(path: string): Promise<void> {
  await cutOff(path);
  await appendFile(path, '{"message":"no space left on device"}\n');
}

/** What is wrong → how to make it, the code, and what the sentence must say. */
const REFUSED: Readonly<Record<string, readonly [(path: string) => Promise<unknown>, string, string]>> = {
  'a file that is not there': [() => Promise.resolve(), 'not-found', 'does not exist'],
  'an empty file': [bytes(''), 'not-an-image', 'is empty'],
  'a text file': [bytes('hello\n'), 'not-an-image', 'text file'],
  'random bytes': [bytes(Uint8Array.of(1, 2, 3, 0, 200)), 'not-an-image', 'neither a tar'],
  'a tar without entries': [bytes(new Uint8Array(10240)), 'not-an-image', 'without any entry'],
  'a Singularity image': [magicAt(32, 'SIF_MAGIC'), 'unsupported', 'Singularity'],
  'a SquashFS': [magicAt(0, 'hsqs'), 'unsupported', 'SquashFS'],
  'a qcow disk': [magicAt(0, 'QFI\xfb'), 'unsupported', 'qcow'],
  'an ext4 file system': [magicAt(1080, '\x53\xef'), 'unsupported', 'ext2/3/4'],
  'an EROFS file system': [magicAt(1024, '\xe2\xe1\xf5\xe0'), 'unsupported', 'EROFS'],
  'a zip file': [bytes('PK\x03\x04'), 'unsupported', 'zip'],
  bzip2: [bytes('BZh91AY&SY'), 'unsupported', 'bunzip2'],
  'a gzip header and nothing else': [bytes(Uint8Array.of(0x1f, 0x8b, 8)), 'damaged-archive', 'gzip'],
  'an archive that ends too early': [cutOff, 'damaged-archive', 'cut off or damaged'],
  'a docker save that failed half-way and says why': [saveFailed, 'damaged-archive', 'no space left on device'],
  'a docker save without its manifest.json': [tar(...layers, config), 'bad-manifest', 'neither manifest.json'],
  'an OCI archive without its index.json': [tar(LAYOUT, ...oci.blobs), 'bad-manifest', 'index.json'],
  'a null manifest.json': [tar(...layers, config, manifestJson(null)), 'bad-manifest', 'manifest.json is null'],
  'an empty manifest.json': [tar(...layers, config, manifestJson('')), 'bad-manifest', 'manifest.json is empty'],
  'a manifest.json that is no JSON': [tar(...layers, config, manifestJson('{')), 'bad-manifest', 'not valid JSON'],
  'a manifest.json that names no image': [tar(config, manifestJson([])), 'bad-manifest', 'empty list'],
  'a manifest.json that is an object': [tar(config, manifestJson({})), 'bad-manifest', 'not a list'],
  'a manifest.json of numbers': [tar(config, manifestJson([1])), 'bad-manifest', 'not an object'],
  'a manifest.json nested 200 deep': [
    tar(manifestJson('['.repeat(200) + ']'.repeat(200))),
    'bad-manifest',
    'deeper than 100',
  ],
  'a config outside the archive': [
    tar(...layers, manifestJson([{ ...entry, Config: '../../etc/passwd' }])),
    'unsafe-path',
    '../../etc/passwd',
  ],
  'a layer outside the archive': [
    tar(config, manifestJson([{ ...entry, Layers: ['../../etc/passwd'] }])),
    'unsafe-path',
    '../../etc/passwd',
  ],
  'an OCI layer digest with a path in it': [
    tar(
      LAYOUT,
      blob(badDigest('sha256:../../../../etc/passwd')),
      indexJson([descriptor(OCI_MANIFEST, badDigest('sha256:../../../../etc/passwd'))]),
    ),
    'unsafe-path',
    'outside the archive',
  ],
  'an OCI layer digest that is too short': [
    tar(LAYOUT, blob(badDigest('sha256:abc')), indexJson([descriptor(OCI_MANIFEST, badDigest('sha256:abc'))])),
    'bad-manifest',
    'no valid digest',
  ],
  'an index entry without a digest': [
    tar(LAYOUT, indexJson([{ digest: 'sha256:1' }, {}])),
    'bad-manifest',
    'index.json',
  ],
  'an index whose manifests are all somewhere else': [
    tar(LAYOUT, indexJson([descriptor(OCI_MANIFEST, oci.manifest)])),
    'bad-manifest',
    'is not in this archive',
  ],
  'schema 1': [
    tar(
      LAYOUT,
      blob({ schemaVersion: 1, fsLayers: [] }),
      indexJson([
        descriptor('application/vnd.docker.distribution.manifest.v1+prettyjws', { schemaVersion: 1, fsLayers: [] }),
      ]),
    ),
    'unsupported',
    'schema 1',
  ],
  'an OCI layout of version 9': [
    tar({ name: 'oci-layout', body: { imageLayoutVersion: '9.9.0' } }, indexJson([])),
    'unsupported',
    '9.9.0',
  ],
  'an empty folder': [(path) => mkdir(path), 'not-an-image', 'is empty'],
  'a folder without a layout': [
    (path) => writeFolder(path, [{ name: 'readme', body: 'hello' }]),
    'not-an-image',
    'neither index.json nor manifest.json',
  ],
  'a layout folder without index.json': [
    (path) => writeFolder(path, [LAYOUT, ...oci.blobs]),
    'bad-manifest',
    'index.json',
  ],
  "podman's own storage": [
    (path) => writeFolder(path, [{ name: 'overlay-images/images.json', body: [] }]),
    'unsupported',
    'podman',
  ],
  "containerd's own storage": [
    (path) => writeFolder(path, [{ name: 'io.containerd.content.v1.content/blobs/sha256/a', body: '' }]),
    'unsupported',
    'containerd',
  ],
  "Docker's own storage": [
    (path) => writeFolder(path, [{ name: 'image/overlay2/repositories.json', body: {} }]),
    'unsupported',
    'docker save',
  ],
};

function badDigest(digest: string) {
  return { config: descriptor('application/vnd.oci.image.config.v1+json', {}), layers: [{ digest }] };
}

describe('is refused in one sentence that names the file, what is wrong and what to do', () => {
  test.each(Object.entries(REFUSED))('%s', async (name, [make, code, says]) => {
    const path = join(dir, hexOf(name).slice(0, 12));
    await make(path);
    const error = await open(path).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OutcropError);
    const { code: actual, message, where } = error as OutcropError;
    expect(actual).toBe(code);
    expect(where?.file).toBe(path);
    expect(message).toContain(path);
    expect(message).toContain(says);
    expect(message).toMatch(/^[^\n]*[;:,] [^\n.]*.*\.$/);
    expect(message).not.toMatch(/\bat \S+ \(|Error:/);
  });
});

describe('what can be used is kept', () => {
  test('one image points outside the archive, the other opens', async () => {
    const path = await writeArchive(join(dir, 'half.tar'), [
      ...layers,
      config,
      manifestJson([{ ...entry, Config: '../../etc/passwd', RepoTags: ['evil:1'] }, entry]),
    ]);
    const { images } = await open(path);
    expect(images.map(({ names, problem }) => [names[0], problem?.code])).toEqual([
      ['evil:1', 'unsafe-path'],
      ['good:1', undefined],
    ]);
  });

  test('an archive cut off in its last layer keeps what came before, with a warning', async () => {
    const path = await writeArchive(join(dir, 'last.tar'), [config, manifestJson([entry]), ...layers]);
    await truncate(path, 512 * 9 - 100);
    const { images, warnings } = await open(path);
    expect(images[0]?.layers.map(({ region }) => region !== null)).toEqual([true, false]);
    expect(warnings.map(({ code }) => code)).toContain('damaged-archive');
  });

  const KEPT: Readonly<Record<string, readonly [readonly SampleMember[], string]>> = {
    'a layer that is a pipe': [[{ name: '0.tar', type: 'fifo' }, config, manifestJson([entry])], 'pipe'],
    'a layer that is a folder': [[{ name: '0.tar', type: 'directory' }, config, manifestJson([entry])], 'folder'],
    'a layer that is not there': [[config, manifestJson([entry])], '0.tar is not in'],
  };
  test.each(Object.entries(KEPT))('%s is that layer’s problem', async (name, [members, says]) => {
    const [opened] = (await open(await writeArchive(join(dir, `${hexOf(name).slice(0, 9)}.tar`), members))).images;
    expect(opened?.problem).toBeUndefined();
    expect(opened?.layers[0]?.region).toBeNull();
    expect(opened?.layers[0]?.problem).toContain(says);
  });

  const WARNED: Readonly<Record<string, readonly [readonly SampleMember[], string]>> = {
    'more layers than diffIDs': [
      [...layers, config, manifestJson([{ ...entry, Layers: ['0.tar', '1.tar', '0.tar'] }])],
      'layer-count',
    ],
    'a config with values of the wrong type': [
      [{ name: 'c', body: { config: { Env: 'a' }, history: {} } }, manifestJson([{ Config: 'c', Layers: [] }])],
      'odd-config',
    ],
    'a config that is no JSON': [
      [...layers, { name: 'c', body: '{' }, manifestJson([{ ...entry, Config: 'c' }])],
      'bad-config',
    ],
    'a config that is not there': [[...layers, manifestJson([entry])], 'config-missing'],
    'manifest.json twice': [[...layers, config, manifestJson(null), manifestJson([entry])], 'duplicate-member'],
    'no oci-layout': [[...oci.blobs, indexJson([descriptor(OCI_MANIFEST, oci.manifest)])], 'oci-layout-missing'],
  };
  test.each(Object.entries(WARNED))('%s: opened with a warning', async (name, [members, code]) => {
    const { images, warnings } = await open(await writeArchive(join(dir, `${hexOf(name).slice(0, 9)}.tar`), members));
    expect(images).toHaveLength(1);
    expect(warnings.map((warning) => warning.code)).toContain(code);
  });

  test('an index that lists itself is followed once', async () => {
    // A blob cannot hold its own digest: the file lies under a digest that is not its own (HI19).
    const digest = `sha256:${'a'.repeat(64)}`;
    const self = { manifests: [{ mediaType: OCI_INDEX, digest }, descriptor(OCI_MANIFEST, oci.manifest)] };
    const path = await writeArchive(join(dir, 'self.tar'), [
      LAYOUT,
      ...oci.blobs,
      { name: `blobs/sha256/${'a'.repeat(64)}`, body: self },
      indexJson([{ mediaType: OCI_INDEX, digest }]),
    ]);
    const { images, warnings } = await open(path);
    expect(images).toHaveLength(1);
    expect(warnings.map(({ code }) => code)).toContain('index-cycle');
  });

  test('indexes nested twenty deep are followed for eight', async () => {
    let inner: unknown = { manifests: [descriptor(OCI_MANIFEST, oci.manifest)] };
    const blobs = [blob(inner)];
    for (let depth = 0; depth < 20; depth++) {
      inner = {
        manifests: [descriptor(OCI_INDEX, inner), ...(depth === 19 ? [descriptor(OCI_MANIFEST, oci.manifest)] : [])],
      };
      blobs.push(blob(inner));
    }
    const path = await writeArchive(join(dir, 'deep.tar'), [
      LAYOUT,
      ...oci.blobs,
      ...blobs,
      { name: 'index.json', body: inner },
    ]);
    const { images, warnings } = await open(path);
    expect(images).toHaveLength(1);
    expect(warnings.map(({ code }) => code)).toContain('index-depth');
  });

  test('an index that lists one other a thousand times, again and again, comes to an end', async () => {
    let inner: unknown = { manifests: [] };
    const blobs = [blob(inner)];
    for (let depth = 0; depth < 6; depth++) {
      inner = { manifests: Array.from<unknown>({ length: 1000 }).fill(descriptor(OCI_INDEX, inner)), depth };
      blobs.push(blob(inner));
    }
    const path = await writeArchive(join(dir, 'wide.tar'), [
      LAYOUT,
      ...oci.blobs,
      ...blobs,
      indexJson([descriptor(OCI_MANIFEST, oci.manifest), descriptor(OCI_INDEX, inner)]),
    ]);
    const { images, warnings } = await open(path);
    expect(images).toHaveLength(1);
    expect(warnings.map(({ code }) => code)).toContain('too-many-images');
  });

  test('keys of the prototype are data', async () => {
    const evil =
      '{"__proto__":{"polluted":1},"config":{"Labels":{"__proto__":{"x":1},"constructor":"y"}},"rootfs":{"diff_ids":[]}}';
    const path = await writeArchive(join(dir, 'proto.tar'), [
      { name: 'c', body: evil },
      manifestJson([{ Config: 'c', Layers: [], RepoTags: ['\u001b[31m:1', '../../x:latest'] }]),
    ]);
    const { images } = await open(path);
    expect(images[0]?.names).toEqual(['\u001b[31m:1', '../../x:latest']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
