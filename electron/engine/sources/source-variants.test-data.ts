import { formatPlatform } from '../oci/platform.ts';
import {
  blob,
  descriptor,
  digestOf,
  hexOf,
  LAYOUT,
  OCI_INDEX,
  OCI_MANIFEST,
  ociManifest,
  sampleImage,
  type SampleMember,
} from './sample-image.ts';
import type { Source } from './source.ts';

export const image = await sampleImage(['one', 'two', 'three']);
const other = await sampleImage(['one', 'other']);
const arm = await sampleImage(['arm'], { os: 'linux', architecture: 'arm', variant: 'v7' });
export const configName = `${hexOf(image.config)}.json`;
export const config: SampleMember = { name: configName, body: image.config };
export const id = (n: number) => n.toString(16).repeat(64);
export const oci = ociManifest(image);
const ociArm = ociManifest(arm);
export const imageDescriptor = descriptor(OCI_MANIFEST, oci.manifest, {
  platform: { os: 'linux', architecture: 'amd64' },
});
const armDescriptor = descriptor(OCI_MANIFEST, ociArm.manifest, {
  platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
});

/** One line per image: names, platform, then `config` when there is one, then its layers. */
export function drawn({ images }: Source): readonly string[] {
  return images.map(({ kind, names, platform, config, layers }) =>
    [
      kind === 'image' ? '' : kind,
      names.join(' '),
      platform === null ? '' : formatPlatform(platform),
      config === null ? 'no config' : '',
      layers.map((layer) => drawnLayer(layer)).join(' '),
    ]
      .filter((part) => part !== '')
      .join(' | '),
  );
}

/** Layers differ in size, so the size tells which it is; `-` for one that is not there. */
function drawnLayer({ region, compression }: Source['images'][number]['layers'][number]): string {
  if (region === null) return '-';
  return `${region.size}${compression === 'none' ? '' : compression}`;
}

export const size = (n: number) => String(image.layers[n]?.length);
export const zsize = (n: number) => `${image.zipped[n]?.length}gzip`;
export const PLAIN = [0, 1, 2].map(size).join(' ');
export const ZIPPED = [0, 1, 2].map(zsize).join(' ');

export const layerFolders = (links: Readonly<Record<number, string>> = {}): SampleMember[] =>
  image.layers.flatMap((body, n) => [
    { name: `${id(n + 1)}/VERSION`, body: '1.0' },
    { name: `${id(n + 1)}/json`, body: { id: id(n + 1), ...(n > 0 && { parent: id(n) }) } },
    links[n] === undefined
      ? { name: `${id(n + 1)}/layer.tar`, body }
      : ({ name: `${id(n + 1)}/layer.tar`, type: 'symlink', link: links[n] } as const),
  ]);
const layerPaths = [1, 2, 3].map((n) => `${id(n)}/layer.tar`);
export const manifestJson = (entries: unknown): SampleMember => ({ name: 'manifest.json', body: entries });
export const entry = (more: object = {}) => ({ Config: configName, RepoTags: ['a/b:1'], Layers: layerPaths, ...more });
export const indexJson = (manifests: unknown, more: object = {}): SampleMember => ({
  name: 'index.json',
  body: { schemaVersion: 2, manifests, ...more },
});
const named = (name: string) => ({ annotations: { 'io.containerd.image.name': name } });

export const hexTars = image.layers.map((body) => ({ name: `${hexOf(body)}.tar`, body }));
const hexZips = image.zipped.map((body) => ({ name: `${hexOf(body)}.tar.gz`, body }));
const rawBlobs = [...image.layers, image.config].map(blob);
const rawPaths = image.layers.map((layer) => `blobs/sha256/${hexOf(layer)}`);
const rawManifest = (layers: readonly unknown[]) => ({
  schemaVersion: 2,
  config: descriptor('application/vnd.oci.image.config.v1+json', image.config),
  layers: layers.map((layer) => descriptor('application/vnd.oci.image.layer.v1.tar', layer)),
});
export const nested = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [imageDescriptor, armDescriptor] };
export const attestation = {
  schemaVersion: 2,
  config: descriptor('application/vnd.oci.image.config.v1+json', {}),
  layers: [descriptor('application/vnd.in-toto+json', { predicate: 1 })],
};
export const attestationDescriptor = descriptor(OCI_MANIFEST, attestation, {
  platform: { os: 'unknown', architecture: 'unknown' },
  annotations: {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': digestOf(oci.manifest),
  },
});
const helm = {
  schemaVersion: 2,
  artifactType: 'application/vnd.cncf.helm.config.v1+json',
  config: descriptor('application/vnd.cncf.helm.config.v1+json', { name: 'chart' }),
  layers: [descriptor('application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'chart')],
};

export interface Variant {
  readonly form: Source['kind'];
  readonly members: readonly SampleMember[];
  readonly images: readonly string[];
}

export const VARIANTS: Readonly<Record<string, Variant>> = {
  'docker save 1.10 to 24': {
    form: 'docker-archive',
    members: [...layerFolders(), config, manifestJson([entry()])],
    images: [`a/b:1 | ${PLAIN}`],
  },
  'docker save 1.8 has no manifest.json': {
    form: 'docker-archive-v1',
    members: [...layerFolders(), { name: 'repositories', body: { 'a/b': { '1': id(3) } } }],
    images: [`a/b:1 | no config | ${PLAIN}`],
  },
  'docker save 1.8 by ID: the layer nobody has as parent is the top': {
    form: 'docker-archive-v1',
    members: layerFolders(),
    images: [`no config | ${PLAIN}`],
  },
  'a v1 tag in the middle of a chain is an image of its own': {
    form: 'docker-archive-v1',
    members: [...layerFolders(), { name: 'repositories', body: { x: { lower: id(2), upper: id(3) } } }],
    images: [`x:lower | no config | ${size(0)} ${size(1)}`, `x:upper | no config | ${PLAIN}`],
  },
  'a layer that links to one that comes later': {
    form: 'docker-archive',
    members: [...layerFolders({ 0: `../${id(2)}/layer.tar` }), config, manifestJson([entry()])],
    images: [`a/b:1 | ${[1, 1, 2].map(size).join(' ')}`],
  },
  'Docker 1.12-rc linked one level too deep (moby#24951)': {
    form: 'docker-archive',
    members: [...layerFolders({ 0: `../../${id(2)}/layer.tar` }), config, manifestJson([entry()])],
    images: [`a/b:1 | ${[1, 1, 2].map(size).join(' ')}`],
  },
  'a link counted from the root': {
    form: 'docker-archive',
    members: [...layerFolders({ 0: `${id(2)}/layer.tar` }), config, manifestJson([entry()])],
    images: [`a/b:1 | ${[1, 1, 2].map(size).join(' ')}`],
  },
  'links in a circle leave their layers out': {
    form: 'docker-archive',
    members: [
      ...layerFolders({ 0: `../${id(2)}/layer.tar`, 1: `../${id(1)}/layer.tar` }),
      config,
      manifestJson([entry()]),
    ],
    images: [`a/b:1 | - - ${size(2)}`],
  },
  'a link to the host finds nothing': {
    form: 'docker-archive',
    members: [...layerFolders({ 0: '/etc/passwd', 1: '../../../etc/passwd' }), config, manifestJson([entry()])],
    images: [`a/b:1 | - - ${size(2)}`],
  },
  'a hard-linked layer': {
    form: 'docker-archive',
    members: [
      { name: 'real.tar', body: image.layers[0] },
      { name: 'l.tar', type: 'link', link: 'real.tar' },
      config,
      manifestJson([entry({ Layers: ['l.tar'] })]),
    ],
    images: [`a/b:1 | ${size(0)}`],
  },
  'names with ./ before them': {
    form: 'docker-archive',
    members: [...layerFolders(), config, manifestJson([entry()])].map((member) => ({
      ...member,
      name: `./${member.name}`,
    })),
    images: [`a/b:1 | ${PLAIN}`],
  },
  'a Windows daemon wrote backslashes': {
    form: 'docker-archive',
    members: [
      ...layerFolders(),
      config,
      manifestJson([entry({ Layers: layerPaths.map((p) => p.replace('/', '\\')) })]),
    ],
    images: [`a/b:1 | ${PLAIN}`],
  },
  'jib wrote lower-case keys': {
    form: 'docker-archive',
    members: [
      ...hexZips,
      { name: 'config.json', body: image.config },
      manifestJson([{ config: 'config.json', repoTags: ['jib:1'], layers: hexZips.map(({ name }) => name) }]),
    ],
    images: [`jib:1 | ${ZIPPED}`],
  },
  'docker save by ID has null tags': {
    form: 'docker-archive',
    members: [...layerFolders(), config, manifestJson([entry({ RepoTags: null })])],
    images: [PLAIN],
  },
  'several images in one docker save': {
    form: 'docker-archive',
    members: [
      ...layerFolders(),
      config,
      { name: `${hexOf(other.config)}.json`, body: other.config },
      manifestJson([
        entry({ RepoTags: ['a:1', 'a:2'] }),
        { Config: `${hexOf(other.config)}.json`, RepoTags: ['b:1'], Layers: layerPaths.slice(0, 2) },
      ]),
    ],
    images: [`a:1 a:2 | ${PLAIN}`, `b:1 | ${size(0)} ${size(1)}`],
  },
  'podman and skopeo docker-archive: tars in the root, linked from folders': {
    form: 'docker-archive',
    members: [
      ...hexTars,
      ...hexTars.map(
        ({ name }, n) => ({ name: `${id(n + 1)}/layer.tar`, type: 'symlink', link: `../${name}` }) as const,
      ),
      config,
      { name: 'repositories', body: { 'docker.io/a/b': { '1': id(3) } } },
      manifestJson([entry({ RepoTags: ['docker.io/a/b:1'], Layers: hexTars.map(({ name }) => name) })]),
    ],
    images: [`docker.io/a/b:1 | ${PLAIN}`],
  },
  'crane and kaniko: the config has a colon in its name, layers repeat': {
    form: 'docker-archive',
    members: [
      { name: digestOf(image.config), body: image.config },
      ...hexZips,
      manifestJson([
        {
          Config: digestOf(image.config),
          RepoTags: ['kaniko:1'],
          Layers: [0, 1, 1].map((n) => hexZips[n]?.name),
        },
      ]),
    ],
    images: [`kaniko:1 | ${[0, 1, 1].map(zsize).join(' ')}`],
  },
  'Docker 25: blobs, index.json and manifest.json name one image': {
    form: 'docker-archive',
    members: [
      LAYOUT,
      ...rawBlobs,
      blob(rawManifest(image.layers)),
      indexJson([descriptor(OCI_MANIFEST, rawManifest(image.layers), named('docker.io/library/b:1'))]),
      manifestJson([{ Config: `blobs/sha256/${hexOf(image.config)}`, RepoTags: ['b:1'], Layers: rawPaths }]),
    ],
    images: [`docker.io/library/b:1 | ${PLAIN}`],
  },
  'Docker 25.0.0 wrote OCI layers in random order: manifest.json decides': {
    form: 'docker-archive',
    members: [
      LAYOUT,
      ...rawBlobs,
      blob(rawManifest(image.layers.toReversed())),
      indexJson([descriptor(OCI_MANIFEST, rawManifest(image.layers.toReversed()))]),
      manifestJson([{ Config: `blobs/sha256/${hexOf(image.config)}`, RepoTags: ['b:1'], Layers: rawPaths }]),
    ],
    images: [`b:1 | ${PLAIN}`],
  },
  'Docker 25.0-rc wrote OCI manifests without layers': {
    form: 'docker-archive',
    members: [
      LAYOUT,
      ...rawBlobs,
      blob(rawManifest([])),
      indexJson([descriptor(OCI_MANIFEST, rawManifest([]))]),
      manifestJson([{ Config: `blobs/sha256/${hexOf(image.config)}`, RepoTags: ['b:1'], Layers: rawPaths }]),
    ],
    images: [`b:1 | ${PLAIN}`],
  },
  'Docker 25.0.2 untagged: "manifests": null': {
    form: 'docker-archive',
    members: [
      LAYOUT,
      ...rawBlobs,
      indexJson(null),
      manifestJson([{ Config: `blobs/sha256/${hexOf(image.config)}`, RepoTags: null, Layers: rawPaths }]),
    ],
    images: [PLAIN],
  },
  'a null manifest.json beside a good index.json': {
    form: 'oci-archive',
    members: [LAYOUT, ...oci.blobs, indexJson([imageDescriptor]), manifestJson(null)],
    images: [`linux/amd64 | ${ZIPPED}`],
  },
  'containerd store: nested index, one platform absent, manifest.json for the other': {
    form: 'docker-archive',
    members: [
      LAYOUT,
      ...oci.blobs,
      blob(nested),
      indexJson([descriptor(OCI_INDEX, nested, named('docker.io/library/b:1'))]),
      manifestJson([
        {
          Config: `blobs/sha256/${hexOf(image.config)}`,
          RepoTags: ['b:1'],
          Layers: image.zipped.map((layer) => `blobs/sha256/${hexOf(layer)}`),
        },
      ]),
    ],
    images: [`docker.io/library/b:1 | linux/amd64 | ${ZIPPED}`, 'docker.io/library/b:1 | linux/arm/v7 | no config'],
  },
  'buildkit: all platforms and their attestation': {
    form: 'oci-archive',
    members: [
      LAYOUT,
      ...oci.blobs,
      ...ociArm.blobs,
      ...[attestation, {}, { predicate: 1 }].map(blob),
      indexJson([imageDescriptor, attestationDescriptor, armDescriptor]),
    ],
    images: [`linux/amd64 | ${ZIPPED}`, `linux/arm/v7 | ${arm.zipped[0]?.length}gzip`, 'attestation | 15'],
  },
  'an OCI archive without media types, oci-layout last': {
    form: 'oci-archive',
    members: [
      indexJson([{ digest: digestOf(rawManifest(image.layers)), size: 1 }]),
      blob(rawManifest(image.layers)),
      ...rawBlobs,
      LAYOUT,
    ],
    images: [PLAIN],
  },
  'rules_oci repeats one manifest for each tag': {
    form: 'oci-archive',
    members: [
      LAYOUT,
      ...oci.blobs,
      indexJson([
        { ...imageDescriptor, annotations: { 'org.opencontainers.image.ref.name': 'one' } },
        { ...imageDescriptor, annotations: { 'org.opencontainers.image.ref.name': 'two' } },
      ]),
    ],
    images: [`one two | linux/amd64 | ${ZIPPED}`],
  },
  'a sparse layout: layers are somewhere else': {
    form: 'oci-archive',
    members: [LAYOUT, ...oci.blobs.slice(0, 3), indexJson([imageDescriptor])],
    images: [`linux/amd64 | ${zsize(0)} - -`],
  },
  'an artifact is no image and no error': {
    form: 'oci-archive',
    members: [LAYOUT, ...[helm, { name: 'chart' }, 'chart'].map(blob), indexJson([descriptor(OCI_MANIFEST, helm)])],
    images: ['artifact | 5'],
  },
  'no layers at all': {
    form: 'docker-archive',
    members: [{ name: 'c.json', body: { rootfs: { diff_ids: [] } } }, manifestJson([{ Config: 'c.json', Layers: [] }])],
    images: [''],
  },
  'a root file system with a manifest.json of its own': {
    form: 'rootfs-archive',
    members: [
      { name: 'manifest.json', body: { name: 'an app' } },
      { name: 'usr/x', body: 'x' },
    ],
    images: ['no config | 3072'],
  },
  'docker export': {
    form: 'rootfs-archive',
    members: [
      { name: 'etc/', type: 'directory' },
      { name: 'etc/passwd', body: 'root' },
    ],
    images: ['no config | 2560'],
  },
};
