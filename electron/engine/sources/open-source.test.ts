import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSource } from './open-source.ts';
import { blob, digestOf, hexOf, LAYOUT, ociManifest, writeArchive, writeFolder } from './sample-image.ts';
import {
  attestation,
  attestationDescriptor,
  config,
  configName,
  drawn,
  entry,
  hexTars,
  id,
  image,
  imageDescriptor,
  indexJson,
  layerFolders,
  manifestJson,
  nested,
  oci,
  PLAIN,
  size,
  VARIANTS,
  ZIPPED,
  zsize,
  type Variant,
} from './source-variants.test-data.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'outcrop-open-'));
});
afterAll(() => rm(dir, { recursive: true }));

const open = (path: string) => openSource(path, { cacheDir: join(dir, 'cache') });

test('the layers of the fixtures can be told apart', () => {
  expect(new Set([0, 1, 2].flatMap((n) => [size(n), zsize(n)])).size).toBe(6);
});

describe('a tar of every writer', () => {
  test.each(Object.entries(VARIANTS))('%s', async (name, { form, members, images }) => {
    const path = await writeArchive(join(dir, `${hexOf(name).slice(0, 12)}.tar`), members);
    const source = await open(path);
    expect(source.kind).toBe(form);
    expect(drawn(source)).toEqual(images);
  });
});

describe('a folder', () => {
  const skopeo = ociManifest(image);
  const FOLDERS: Readonly<Record<string, Variant>> = {
    'with an OCI layout': {
      form: 'oci-layout',
      members: [LAYOUT, ...oci.blobs, indexJson([imageDescriptor])],
      images: [`linux/amd64 | ${ZIPPED}`],
    },
    'with an unpacked docker save': {
      form: 'docker-folder',
      members: [...layerFolders(), config, manifestJson([entry()])],
      images: [`a/b:1 | ${PLAIN}`],
    },
    'with an unpacked docker save of 2015': {
      form: 'docker-archive-v1',
      members: [...layerFolders(), { name: 'repositories', body: { 'a/b': { '1': id(3) } } }],
      images: [`a/b:1 | no config | ${PLAIN}`],
    },
    'that skopeo copied to dir:': {
      form: 'containers-dir',
      members: [
        { name: 'version', body: 'Directory Transport Version: 1.1\n' },
        { name: 'manifest.json', body: skopeo.manifest },
        ...skopeo.blobs.slice(1).map((member) => ({ ...member, name: member.name.replace('blobs/sha256/', '') })),
      ],
      images: [ZIPPED],
    },
    'that skopeo copied to dir: with all platforms': {
      form: 'containers-dir',
      members: [
        { name: 'version', body: 'Directory Transport Version: 1.1\n' },
        { name: 'manifest.json', body: nested },
        { name: `${hexOf(skopeo.manifest)}.manifest.json`, body: skopeo.manifest },
        ...skopeo.blobs.slice(1).map((member) => ({ ...member, name: member.name.replace('blobs/sha256/', '') })),
      ],
      images: [`linux/amd64 | ${ZIPPED}`, 'linux/arm/v7 | no config'],
    },
  };
  test.each(Object.entries(FOLDERS))('%s', async (name, { form, members, images }) => {
    const source = await open(await writeFolder(join(dir, hexOf(name).slice(0, 12)), members));
    expect(source.kind).toBe(form);
    expect(drawn(source)).toEqual(images);
  });

  test('does not lead out of itself through a symlink', async () => {
    const path = await writeFolder(join(dir, 'leading-out'), [
      config,
      manifestJson([entry({ Layers: ['out.tar', 'in.tar'] })]),
    ]);
    await writeFile(join(dir, 'outside.tar'), 'secret');
    await symlink(join(dir, 'outside.tar'), join(path, 'out.tar'));
    await symlink(configName, join(path, 'in.tar'));
    const [opened] = (await open(path)).images;
    expect(opened?.layers.map(({ region }) => region !== null)).toEqual([false, true]);
    expect(opened?.layers[0]?.problem).toContain('outside');
  });
});

describe('what the documents claim', () => {
  test('a docker archive: config and layers by the names that state a digest', async () => {
    const path = await writeArchive(join(dir, 'claims.tar'), [
      ...hexTars,
      config,
      manifestJson([entry({ Layers: hexTars.map(({ name }) => name) })]),
    ]);
    const [opened] = (await open(path)).images;
    expect(opened?.config?.claimed).toEqual({ by: `the name ${configName}`, digest: digestOf(image.config) });
    expect(opened?.config?.digest).toBe(digestOf(image.config));
    expect(opened?.layers.map(({ digest }) => digest)).toEqual(image.layers.map(digestOf));
    expect(opened?.documents.map(({ title }) => title)).toEqual([
      'manifest.json',
      `config ${digestOf(image.config).slice(0, 19)}`,
    ]);
  });

  test('an attestation names the manifest it speaks of, and its statement can be read', async () => {
    const path = await writeArchive(join(dir, 'attests.tar'), [
      LAYOUT,
      ...[attestation, {}, { predicate: 1 }].map(blob),
      ...oci.blobs,
      indexJson([imageDescriptor, attestationDescriptor]),
    ]);
    const opened = (await open(path)).images[1];
    expect(opened?.attests).toBe(digestOf(oci.manifest));
    expect(new TextDecoder().decode(opened?.documents.at(-1)?.bytes)).toBe('{"predicate":1}');
  });

  test('a config with other bytes than its digest says is refused', async () => {
    const wrong = [...oci.blobs].map((member, n) =>
      n === 1 ? { ...member, body: { ...(image.config as object), x: 1 } } : member,
    );
    const file = await writeArchive(join(dir, 'wrong.tar'), [LAYOUT, ...wrong, indexJson([imageDescriptor])]);
    await expect(open(file)).rejects.toMatchObject({ code: 'digest-mismatch' });
  });

  test('inline data stands in for an absent manifest', async () => {
    const data = Buffer.from(JSON.stringify(oci.manifest)).toString('base64');
    const path = await writeArchive(join(dir, 'inline.tar'), [
      LAYOUT,
      ...oci.blobs.slice(1),
      indexJson([{ ...imageDescriptor, data }]),
    ]);
    expect(drawn(await open(path))).toEqual([`linux/amd64 | ${ZIPPED}`]);
  });
});
