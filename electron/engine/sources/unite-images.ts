import type { Limits } from '../limits/limits.ts';
import { parseReference, canonicalName } from '../../../shared/oci/reference.ts';
import { parseImageConfig } from '../oci/image-config.ts';
import { parseJson } from '../oci/json.ts';
import { uniteNames } from './form.ts';
import type { StoredImage, StoredLayer } from './source.ts';

/**
 * One list from index.json and manifest.json, which may both be partial or wrong (formats.md §0 item 1). Images of
 * manifest.json join those of the index that have the same config; what only one names is kept. Images come before
 * artifacts and attestations; otherwise the index's order holds, then manifest.json's.
 */
export function uniteImages(
  limits: Limits,
  fromIndex: readonly StoredImage[],
  fromArchive: readonly StoredImage[],
): readonly StoredImage[] {
  const united: StoredImage[] = [...fromIndex];
  for (const image of fromArchive) {
    const twin = findTwin(united, image);
    if (twin < 0) united.push(image);
    else united[twin] = unite(limits, united[twin] ?? image, image);
  }
  const order: readonly StoredImage['kind'][] = ['image', 'artifact', 'attestation'];
  return order.flatMap((kind) => united.filter((image) => image.kind === kind));
}

/** One config may have two manifests (gzip and zstd): then the one with the same blobs is meant. */
function findTwin(united: readonly StoredImage[], image: StoredImage): number {
  const digest = image.config?.digest;
  if (digest === undefined) return -1;
  const blobs = new Set(image.layers.map(({ member }) => member));
  const twins = [...united.entries()].filter(([, other]) => other.kind === 'image' && other.config?.digest === digest);
  const shared = ([, other]: [number, StoredImage]) => other.layers.filter(({ member }) => blobs.has(member)).length;
  return twins.toSorted((a, b) => shared(b) - shared(a))[0]?.[0] ?? -1;
}

function unite(limits: Limits, known: StoredImage, archive: StoredImage): StoredImage {
  const documents = [...known.documents, ...archive.documents].filter(
    (document, i, all) =>
      all.findIndex(({ digest, kind }) => digest === document.digest && kind === document.kind) === i,
  );
  return {
    ...known,
    names: distinctNames(uniteNames(limits, known.names, archive.names)),
    layers: uniteLayers(known, archive),
    documents: documents.toSorted((a, b) => RANK.indexOf(a.kind) - RANK.indexOf(b.kind)),
  };
}

/** Outermost first. */
const RANK: readonly StoredImage['documents'][number]['kind'][] = [
  'oci-layout',
  'index',
  'docker-manifest',
  'repositories',
  'manifest',
  'config',
  'attestation',
  'artifact',
];

/** `busybox:1` and `docker.io/library/busybox:1` are one name: the longer spelling stays. */
function distinctNames(names: readonly string[]): readonly string[] {
  const spelling = new Map<string, string>();
  for (const name of names) {
    const reference = parseReference(name);
    const key = reference === undefined ? name : canonicalName(reference);
    const known = spelling.get(key);
    if (known === undefined || known.length < name.length) spelling.set(key, name);
  }
  return [...spelling.values()];
}

/**
 * The index's descriptors say more, but Docker 25.0.0 wrote them in random order and 25.0-rc wrote none: where they
 * contradict the config, manifest.json's order holds.
 */
function uniteLayers(index: StoredImage, archive: StoredImage): readonly StoredLayer[] {
  const order = contradictsConfig(index) && archive.layers.length > 0 ? archive.layers : index.layers;
  const other = order === index.layers ? archive.layers : index.layers;
  return order.map((layer) => {
    const twin = other.find(
      ({ digest, member }) => (digest !== null && digest === layer.digest) || member === layer.member,
    );
    return twin === undefined ? layer : enrich(layer, twin);
  });
}

function enrich(layer: StoredLayer, twin: StoredLayer): StoredLayer {
  const present = layer.region === null && twin.region !== null ? twin : layer;
  const mediaType = layer.mediaType ?? twin.mediaType;
  return { ...present, digest: present.digest ?? layer.digest ?? twin.digest, mediaType };
}

/** An uncompressed layer's digest is its diffID, so its place can be checked without reading it. */
function contradictsConfig({ config, layers }: StoredImage): boolean {
  const json = config === null ? null : parseJson(config.bytes);
  const { diffIDs } = parseImageConfig(json?.kind === 'json' ? json.value : null);
  if (layers.length !== diffIDs.length) return true;
  const known: ReadonlySet<string | null> = new Set(diffIDs);
  return layers.some(
    ({ digest }, i) => digest !== null && known.has(digest) && digest !== (diffIDs[i] as string | null),
  );
}
