import type { Warning } from '../../../../shared/model/warning.ts';
import { encodedOf, type Digest, type DiffID } from '../../../../shared/oci/digest.ts';
import { parseImageConfig } from '../../oci/image-config.ts';
import { arrayField, field, isRecord, textField } from '../../oci/json.ts';
import { parseDescriptor } from '../../oci/manifest.ts';
import { configWarnings } from '../config-warnings.ts';
import { tooManyLayers, uniteNames, type FormResult } from '../form.ts';
import { memberName } from '../members/members.ts';
import type { ImageProblem, StoredDocument, StoredImage, StoredLayer } from '../source.ts';
import { refusal, type DocumentReader } from '../stored-document.ts';
import { digestInName, storedLayer } from '../stored-layer.ts';

/** An unusable manifest.json is a fact about the source, not the end: index.json may still name its images. */
export type DockerArchiveResult =
  | ({ readonly kind: 'images' } & FormResult)
  /** `problem` ends a sentence that begins with `manifest.json`. */
  | { readonly kind: 'unusable'; readonly problem: string };

/**
 * Images of manifest.json, in its order: every archive of `docker save` since 1.10, podman, skopeo, crane, kaniko,
 * jib, Bazel and Nix. Keys are read in any case, nulls count as absent.
 */
export async function readDockerArchive(reader: DocumentReader): Promise<DockerArchiveResult> {
  const result = await reader.read({
    kind: 'docker-manifest',
    names: ['manifest.json'],
    title: 'manifest.json',
    claimed: null,
    mediaType: null,
    limit: reader.limits['archive-json-bytes'],
  });
  if (result.kind === 'refused') return { kind: 'unusable', problem: refusal(result) };
  const { document, value, unusable } = result;
  if (!Array.isArray(value))
    return { kind: 'unusable', problem: unusable ?? (value === null ? 'is null' : 'is not a list of images') };
  if (value.length === 0) return { kind: 'unusable', problem: 'is an empty list' };

  const warnings: Warning[] = [];
  if (value.length > reader.limits.images)
    warnings.push({
      code: 'too-many-images',
      message: `manifest.json lists ${value.length} images; the first ${reader.limits.images} are shown (limit images).`,
    });
  const images: StoredImage[] = [];
  for (const [row, entry] of value.slice(0, reader.limits.images).entries()) {
    // One after the other: documents share one budget.
    // oxlint-disable-next-line no-await-in-loop
    images.push(await readEntry(reader, document, entry, row, warnings));
  }
  return { kind: 'images', images, warnings };
}

async function readEntry(
  reader: DocumentReader,
  manifestJson: StoredDocument,
  entry: unknown,
  row: number,
  warnings: Warning[],
): Promise<StoredImage> {
  const { members } = reader;
  const label = `image ${row + 1} of manifest.json`;
  const names = uniteNames(
    reader.limits,
    arrayField(entry, 'RepoTags').filter((tag) => typeof tag === 'string'),
  );
  const image = {
    kind: 'image',
    names,
    platform: null,
    manifest: null,
    manifestDigest: null,
    config: null,
    layers: [],
    documents: [manifestJson],
  } as const satisfies StoredImage;
  const listed = arrayField(entry, 'Layers');
  const layerNames = listed.slice(0, reader.limits['layers-per-image']);
  if (listed.length > layerNames.length) warnings.push(tooManyLayers(`The ${label}`, reader.limits));
  const configName = textField(entry, 'Config') ?? '';

  const problem = entryProblem(members.path, label, entry, configName, layerNames);
  if (problem !== undefined) return { ...image, problem };

  const config = await reader.read({
    kind: 'config',
    names: configName === '' ? [] : [configName],
    claimed: claimOf(configName),
    mediaType: null,
    limit: reader.limits['config-bytes'],
  });
  warnings.push(...configWarnings(config, label, listed.length));
  const { diffIDs } = parseImageConfig(config.kind === 'read' ? config.value : null);
  const layers: StoredLayer[] = [];
  for (const [index, name] of layerNames.entries())
    // oxlint-disable-next-line no-await-in-loop
    layers.push(await readLayer(reader, name, index, diffIDs[index] ?? null, field(entry, 'LayerSources')));

  if (config.kind === 'refused') return { ...image, layers };
  return { ...image, layers, config: config.document, documents: [manifestJson, config.document] };
}

function entryProblem(
  path: string,
  label: string,
  entry: unknown,
  config: string,
  layers: readonly unknown[],
): ImageProblem | undefined {
  if (!isRecord(entry))
    return { code: 'bad-manifest', message: `${path}: ${label} is not an object; save the image again.` };
  const unsafe = [config, ...layers].find((name) => typeof name === 'string' && memberName(name) === undefined);
  if (unsafe !== undefined)
    return {
      code: 'unsafe-path',
      message: `${path}: ${label} names ${JSON.stringify(unsafe)}, which points outside the archive; do not trust this file, get the image again from its source.`,
    };
  if (layers.some((name) => typeof name !== 'string'))
    return { code: 'bad-manifest', message: `${path}: ${label} has a layer without a name; save the image again.` };
  return undefined;
}

async function readLayer(
  { members }: DocumentReader,
  name: unknown,
  index: number,
  diffID: DiffID | null,
  sources: unknown,
): Promise<StoredLayer> {
  const source = diffID === null ? null : parseDescriptor(field(sources, diffID));
  const layer = await storedLayer(members, {
    names: typeof name === 'string' ? [name] : [],
    digest: null,
    claimedBy: `manifest.json Layers[${index}]`,
    mediaType: source?.mediaType ?? null,
    annotations: source?.annotations ?? {},
  });
  const digest = digestInName(layer.member) ?? podmanDigest(layer.member, diffID);
  if (digest !== null) return { ...layer, digest, claimedBy: `the name ${layer.member}` };
  return source === null || layer.region !== null
    ? layer
    : { ...layer, digest: source.digest, claimedBy: `manifest.json LayerSources` };
}

/** podman names an uncompressed layer by its diffID; other writers' `<hex>.tar` is any identifier. */
function podmanDigest(member: string, diffID: DiffID | null): Digest | null {
  return diffID !== null && member === `${encodedOf(diffID)}.tar` ? (diffID as string as Digest) : null;
}

function claimOf(name: string): StoredDocument['claimed'] {
  const digest = digestInName(memberName(name) ?? name);
  return digest === null ? null : { by: `the name ${name}`, digest };
}
