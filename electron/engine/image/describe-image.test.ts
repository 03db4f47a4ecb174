import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ChainID, Digest, DiffID } from '../../../shared/oci/digest.ts';
import type { StoredDocument, StoredImage, StoredLayer } from '../sources/source.ts';
import { describeImage } from './describe-image.ts';
import { allHold, foldComputed } from './integrity-items.ts';
import { summarizeImage } from './summarize-image.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
const diffID = (digit: string) => digest(digit) as string as DiffID;
const hash = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;

function document(kind: StoredDocument['kind'], value: unknown, claimed?: Digest): StoredDocument {
  const bytes = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  const own = hash(bytes);
  return { kind, title: kind, bytes, digest: own, claimed: { by: 'a test', digest: claimed ?? own }, mediaType: null };
}

const layer = (more: Partial<StoredLayer> = {}): StoredLayer => ({
  region: { file: '/x.tar', offset: 512, size: 1000 },
  compression: 'gzip',
  digest: digest('1'),
  claimedBy: 'manifest layers[0]',
  mediaType: null,
  annotations: {},
  member: 'l',
  ...more,
});

function stored(config: unknown, layers: readonly StoredLayer[], more: Partial<StoredImage> = {}): StoredImage {
  const configDocument = document('config', config);
  return {
    kind: 'image',
    names: ['a:1'],
    platform: null,
    manifest: null,
    manifestDigest: null,
    config: configDocument,
    layers,
    documents: [configDocument],
    ...more,
  };
}

const legacyJson = (command: string, more: object = {}) =>
  document('config', {
    created: '2014-01-01T00:00:00Z',
    container_config: { Cmd: ['/bin/sh', '-c', command] },
    ...more,
  });

/** One line per item. */
const states = (items: ReturnType<typeof foldComputed>) => items.map(({ key, state }) => `${key} ${state}`);

describe('history beside layers', () => {
  /** Rows: `+` makes a layer, `.` does not. */
  const HISTORY: readonly (readonly [string, string, number, readonly (number | null)[]])[] = [
    ['each row with a layer takes the next', '++', 2, [0, 1]],
    ['empty rows take none', '.+..+.', 2, [null, 0, null, null, 1, null]],
    ['a squashed image has fewer layers than rows: none is given', '+++', 1, [null, null, null]],
    ['more layers than rows: none is given', '+', 2, [null]],
    ['no layers', '..', 0, [null, null]],
  ];
  test.each(HISTORY)('%s', (_, rows, count, expected) => {
    const history = rows
      .split('')
      .map((row, n) => ({ created_by: `row ${n}`, ...(row === '.' && { empty_layer: true }) }));
    const image = describeImage(
      stored(
        { history },
        Array.from({ length: count }, () => layer()),
      ),
    );
    expect(image.history.map((row) => row.layer)).toEqual(expected);
    const rowOf = (n: number) => expected.indexOf(n);
    expect(image.layers.map(({ createdBy }) => createdBy)).toEqual(
      image.layers.map((_, n) => (rowOf(n) < 0 ? null : `row ${rowOf(n)}`)),
    );
  });
});

describe('a config nobody should write', () => {
  const ODD: Readonly<Record<string, unknown>> = {
    'null everywhere': { created: null, os: null, architecture: null, history: null, rootfs: { diff_ids: null } },
    'the wrong types': { created: 1, os: [], history: {}, rootfs: 'x', config: 'y' },
    'rows that are no rows': { history: [null, 1, 'x', []], rootfs: { diff_ids: [null, 1, 'md5', {}] } },
    'a list': [],
    'a number': 1,
    'no JSON': '{',
  };
  test.each(Object.entries(ODD))('%s', (_, config) => {
    const image = describeImage(stored(config, [layer()]));
    expect(image).toMatchObject({ platform: null, created: null, diffIDs: [null], chainIDs: [null] });
  });

  test('Windows spells rootfs with a capital S', () => {
    const config = { os: 'windows', architecture: 'amd64', rootfS: { diff_ids: [digest('a')] } };
    expect(describeImage(stored(config, [layer()])).diffIDs).toEqual([digest('a')]);
  });
});

test('more diffIDs than layers and fewer: each layer has its own or none', () => {
  const config = { rootfs: { diff_ids: [digest('a'), digest('b')] } };
  expect(describeImage(stored(config, [layer()])).diffIDs).toEqual([digest('a')]);
  expect(describeImage(stored(config, [layer(), layer(), layer()])).diffIDs).toEqual([digest('a'), digest('b'), null]);
});

test('the index may know the variant that the config leaves out, and nothing else', () => {
  const config = { os: 'linux', architecture: 'arm' };
  const arm = { os: 'linux', architecture: 'arm', variant: 'v6' };
  expect(describeImage(stored(config, [], { platform: arm })).platform).toEqual(arm);
  expect(describeImage(stored(config, [], { platform: { os: 'linux', architecture: 's390x' } })).platform).toEqual(
    config,
  );
  expect(describeImage(stored({}, [], { platform: arm })).platform).toEqual(arm);
});

test('a Docker v1 image has its history from the layers’ own JSON', () => {
  const image = describeImage(
    stored({}, [layer(), layer()], {
      config: null,
      layerJson: [legacyJson('one'), legacyJson('two', { os: 'linux', architecture: 'amd64' })],
    }),
  );
  expect(image.history.map(({ createdBy, layer }) => [createdBy, layer])).toEqual([
    ['/bin/sh -c one', 0],
    ['/bin/sh -c two', 1],
  ]);
  expect(image).toMatchObject({ created: '2014-01-01T00:00:00Z', platform: { os: 'linux', architecture: 'amd64' } });
});

test('layers say what is known before they are read', () => {
  const image = describeImage(
    stored({ rootfs: { diff_ids: [digest('a'), digest('b'), digest('c')] } }, [
      layer({ compression: 'none' }),
      layer({ region: null, compression: 'none', problem: 'Gone.' }),
      layer({ problem: 'Encrypted.' }),
    ]),
  );
  expect(image.layers.map(({ state, blobSize, tarSize, problem }) => [state, blobSize, tarSize, problem])).toEqual([
    ['waiting', 1000, 1000, undefined],
    ['absent', 0, null, 'Gone.'],
    ['damaged', 1000, null, 'Encrypted.'],
  ]);
});

test('a summary counts what is there', () => {
  const image = stored({ created: 'x' }, [layer(), layer({ region: null })]);
  expect(summarizeImage('h', image, describeImage(image))).toEqual({
    handle: 'h',
    kind: 'image',
    id: image.config?.digest,
    manifestDigest: null,
    names: ['a:1'],
    platform: null,
    created: 'x',
    layerCount: 2,
    absentLayers: 1,
    blobSize: 1000,
  });
});

test('a summary names the base image as the manifest does', () => {
  const annotations = { 'org.opencontainers.image.base.name': 'docker.io/library/alpine:3.20' };
  const named = stored({}, [], { manifest: document('manifest', { layers: [], annotations }) });
  expect(summarizeImage('h', named, describeImage(named)).baseName).toBe('docker.io/library/alpine:3.20');
  const unreadable = stored({}, [], { manifest: document('manifest', '{') });
  expect(summarizeImage('h', unreadable, describeImage(unreadable)).baseName).toBe(undefined);
});

test('documents keep their text, but not beyond a mebibyte nor when it is no text', () => {
  const large = document('index', `"${'x'.repeat(1 << 20)}"`);
  const binary = { ...document('artifact', ''), bytes: Uint8Array.of(0xff) };
  const image = stored({}, [], { documents: [document('config', ' {} '), large, binary] });
  expect(describeImage(image).documents.map(({ text, size }) => [text, size])).toEqual([
    [' {} ', 4],
    [null, (1 << 20) + 2],
    [null, 1],
  ]);
});

describe('integrity', () => {
  const config = { rootfs: { diff_ids: [diffID('a'), diffID('b')] } };
  const image = stored(config, [layer(), layer({ digest: null })], { manifest: document('manifest', {}, digest('9')) });
  const chained = hash(`${diffID('a')} ${diffID('b')}`) as string as ChainID;

  test('documents are checked at once, layers are not', () => {
    expect(states(describeImage(image).integrity)).toEqual([
      'manifest differs',
      'config ok',
      'blob:0 unchecked',
      'blob:1 unchecked',
      'diffID:0 unchecked',
      'diffID:1 unchecked',
      'chainID:0 unchecked',
      'chainID:1 unchecked',
    ]);
  });

  test('chainIDs follow as far up as all diffIDs below are known', () => {
    const start = describeImage(image).integrity;
    const upper = foldComputed(start, { layer: 1, digest: digest('2'), diffID: diffID('b'), tarSize: 5 });
    expect(states(upper).slice(2)).toEqual([
      'blob:0 unchecked',
      'blob:1 unverifiable',
      'diffID:0 unchecked',
      'diffID:1 ok',
      'chainID:0 unchecked',
      'chainID:1 unchecked',
    ]);
    const both = foldComputed(upper, { layer: 0, digest: digest('2'), diffID: diffID('a'), tarSize: 5 });
    expect(states(both).slice(2)).toEqual([
      'blob:0 differs',
      'blob:1 unverifiable',
      'diffID:0 ok',
      'diffID:1 ok',
      'chainID:0 ok',
      'chainID:1 ok',
    ]);
    expect(both.at(-1)).toMatchObject({ expected: chained, actual: chained });
    expect(both.find(({ key }) => key === 'blob:1')).toMatchObject({ expected: null, actual: digest('2'), size: 1000 });
  });

  test('a wrong base layer makes every chainID above it differ', () => {
    const start = describeImage(image).integrity;
    const upper = foldComputed(start, { layer: 1, diffID: diffID('b') });
    expect(states(foldComputed(upper, { layer: 0, diffID: diffID('c') })).slice(4)).toEqual([
      'diffID:0 differs',
      'diffID:1 ok',
      'chainID:0 differs',
      'chainID:1 differs',
    ]);
  });

  test('an absent layer is absent, and so is every stack with it', () => {
    const { integrity } = describeImage(stored(config, [layer(), layer({ region: null })]));
    expect(states(integrity).filter((line) => line.endsWith('absent'))).toEqual([
      'blob:1 absent',
      'diffID:1 absent',
      'chainID:1 absent',
    ]);
    expect(allHold(integrity)).toBe(false);
  });

  test('all hold when every claim holds; what nobody claims does not count', () => {
    const good = describeImage(stored(config, [layer({ digest: null })]));
    const done = foldComputed(good.integrity, { layer: 0, digest: digest('3'), diffID: diffID('a') });
    expect(allHold(good.integrity)).toBe(false);
    expect(allHold(done)).toBe(true);
  });

  test('digests of another algorithm cannot be compared', () => {
    const sha512 = `sha512:${'0'.repeat(128)}` as Digest;
    const { integrity } = describeImage(stored(config, [layer({ digest: sha512 })]));
    const done = foldComputed(integrity, { layer: 0, digest: digest('3') });
    expect(done.find(({ key }) => key === 'blob:0')?.state).toBe('unverifiable');
  });
});
