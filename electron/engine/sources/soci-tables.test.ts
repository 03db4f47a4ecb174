import { expect, test } from 'vitest';
import type { Digest } from '../../../shared/oci/digest.ts';
import { withSociTables } from './soci-tables.ts';
import type { StoredImage, StoredLayer } from './source.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
const OF_LAYER = 'com.amazon.soci.image-layer-digest';
const TYPE = 'application/vnd.amazon.soci.index';

const blob = (name: Digest, change: Partial<StoredLayer> = {}): StoredLayer => ({
  region: { file: 'image.tar', offset: 512, size: 9 },
  compression: 'none',
  digest: name,
  claimedBy: 'a test',
  mediaType: 'application/octet-stream',
  annotations: { [OF_LAYER]: digest('a') },
  member: 'blobs/x',
  ...change,
});

function stored(kind: StoredImage['kind'], manifest: object, layers: readonly StoredLayer[]): StoredImage {
  const bytes = Buffer.from(JSON.stringify(manifest));
  const claimed = { kind: 'manifest', title: 'm', digest: digest('e'), claimed: null, mediaType: null } as const;
  const rest = { names: [], platform: null, manifestDigest: null, config: null, documents: [] };
  return { kind, manifest: { ...claimed, bytes }, layers, ...rest };
}
const image = stored('image', { config: {}, layers: [] }, [blob(digest('a'), { annotations: {} }), blob(digest('b'))]);
const index = (type: string, table: StoredLayer) =>
  stored('artifact', { config: { mediaType: type, digest: digest('c') }, layers: [] }, [table]);

const found = (...artifacts: StoredImage[]) =>
  withSociTables([image, ...artifacts])[0]!
    .layers.map(({ ztoc }) => ztoc?.digest.slice(7, 8) ?? '-')
    .join('');

test.each<[string, StoredImage, string]>([
  ['version 1', index(`${TYPE}.v1+json`, blob(digest('d'))), 'd-'],
  ['version 2', index(`${TYPE}.v2+json`, blob(digest('d'))), 'd-'],
  [
    'a type of its own beside the empty config',
    stored('artifact', { artifactType: `${TYPE}.v1+json`, config: { digest: digest('c') } }, [blob(digest('d'))]),
    'd-',
  ],
  ['another type', index('application/json', blob(digest('d'))), '--'],
  ['the place of an image', { ...index(`${TYPE}.v1+json`, blob(digest('d'))), kind: 'image' }, '--'],
  ['a table that is not in the archive', index(`${TYPE}.v1+json`, blob(digest('d'), { region: null })), '--'],
  ['a table of no layer', index(`${TYPE}.v1+json`, blob(digest('d'), { annotations: {} })), '--'],
  [
    'a table of what is no digest',
    index(`${TYPE}.v1+json`, blob(digest('d'), { annotations: { [OF_LAYER]: '../x' } })),
    '--',
  ],
])('tables are given to the layers that they name by a SOCI index of %s', (_, artifact, tables) => {
  expect(found(artifact)).toBe(tables);
});
