import type { Warning } from '../../../../shared/model/warning.ts';
import { algorithmOf, encodedOf, parseDigest, type Digest } from '../../../../shared/oci/digest.ts';
import { isImageConfigType, MEDIA_TYPE } from '../../../../shared/oci/media-type.ts';
import { arrayField, field, parseJson } from '../../oci/json.ts';
import type { Descriptor, Manifest } from '../../oci/manifest.ts';
import { configWarnings, digestWarnings } from '../config-warnings.ts';
import { tooManyLayers } from '../form.ts';
import type { ImageProblem, StoredDocument, StoredImage, StoredLayer } from '../source.ts';
import { readDocument, refusal, type DocumentReader, type DocumentResult } from '../stored-document.ts';
import { isSociTable } from '../soci-tables.ts';
import { storedLayer } from '../stored-layer.ts';

/** Names under which a blob of this digest may lie, likeliest first. */
export type BlobNames = (digest: Digest) => readonly string[];

/** `blobs/<algorithm>/<encoded>` (image-layout.md). The digest's grammar keeps such a name inside. */
export const layoutBlobNames: BlobNames = (digest) => [`blobs/${algorithmOf(digest)}/${encodedOf(digest)}`];

interface ManifestPlace {
  readonly document: StoredDocument;
  readonly manifest: Manifest;
  readonly descriptor: Descriptor | null;
  readonly names: readonly string[];
  readonly above: readonly StoredDocument[];
  readonly blobNames: BlobNames;
}

/** The image, attestation or artifact of one manifest. Blobs that the archive lacks are marked, never an error. */
export async function readManifest(
  reader: DocumentReader,
  place: ManifestPlace,
  warnings: Warning[],
): Promise<StoredImage> {
  const { document, manifest, descriptor, names, above, blobNames } = place;
  const kind = kindOf(manifest, descriptor);
  const platform = descriptor?.platform ?? null;
  const subject = parseDigest(descriptor?.annotations['vnd.docker.reference.digest']) ?? manifest.subject?.digest;
  const image: StoredImage = {
    kind,
    names,
    platform: platform === null || platform.os === 'unknown' ? null : platform,
    manifest: document,
    manifestDigest: descriptor?.digest ?? document.digest,
    config: null,
    layers: [],
    documents: [...above, document],
    ...(kind === 'attestation' && subject !== undefined && { attests: subject }),
  };
  if (kind !== 'image') warnings.push(...digestWarnings(document));

  const { path } = reader.members;
  const problem = digestProblem(path, document) ?? mismatchProblem(path, document);
  if (problem !== undefined && kind === 'image') return { ...image, problem };

  const config = await readConfig(reader, manifest, document, blobNames);
  const configDocument = config?.kind === 'read' ? config.document : null;
  const altered = configDocument && mismatchProblem(path, configDocument);
  if (altered && kind === 'image')
    return { ...image, config: configDocument, documents: [...image.documents, configDocument], problem: altered };
  if (kind === 'image') warnings.push(...configWarnings(config, document.title, manifest.layers.length));

  const layers: StoredLayer[] = [];
  const shown = manifest.layers.slice(0, reader.limits['layers-per-image']);
  if (shown.length < manifest.layers.length) warnings.push(tooManyLayers(`The ${document.title}`, reader.limits));
  for (const [index, layer] of shown.entries())
    // One after the other: thousands at once would exhaust file handles.
    // oxlint-disable-next-line no-await-in-loop
    if (layer !== null) layers.push(await readLayer(reader, layer, index, document, blobNames));

  const documents = [...image.documents, ...(configDocument === null ? [] : [configDocument])];
  if (kind === 'image') return { ...image, config: configDocument, layers, documents };
  return {
    ...image,
    config: configDocument,
    layers,
    documents: [...documents, ...(await readArtifacts(reader, kind, manifest, document, blobNames, warnings))],
  };
}

function kindOf(manifest: Manifest, descriptor: Descriptor | null): StoredImage['kind'] {
  const artifactType = manifest.artifactType ?? descriptor?.artifactType;
  const types = manifest.layers.map((layer) => layer?.mediaType ?? null);
  const annotated = descriptor?.annotations['vnd.docker.reference.type'] === 'attestation-manifest';
  const inToto = types.length > 0 && types.every((type) => type === MEDIA_TYPE.inToto);
  if (annotated || inToto || artifactType === MEDIA_TYPE.dockerAttestation) return 'attestation';
  if (manifest.config === null) return artifactType ? 'artifact' : 'image';
  if (!isImageConfigType(manifest.config.mediaType) || (artifactType && manifest.config.mediaType === null))
    return 'artifact';
  // A cosign signature has an image's config, and layers that are none.
  const noLayers = types.length > 0 && types.every((type) => type !== null && !/layer|rootfs|tar/.test(type));
  return noLayers ? 'artifact' : 'image';
}

/** A digest with `..` in it is an attack, any other malformed one an accident; neither becomes a path. */
function digestProblem(path: string, { bytes, title }: StoredDocument): ImageProblem | undefined {
  const json = parseJson(bytes);
  const value = json.kind === 'json' ? json.value : null;
  const config = field(value, 'config');
  const descriptors = [...(config === undefined || config === null ? [] : [config]), ...arrayField(value, 'layers')];
  const bad = descriptors.find((descriptor) => parseDigest(field(descriptor, 'digest')) === undefined);
  if (bad === undefined) return undefined;
  const digest = field(bad, 'digest');
  const unsafe = typeof digest === 'string' && digest.includes('..');
  const what = unsafe ? 'which points outside the archive' : 'which is no valid digest';
  const shown = JSON.stringify(digest ?? null).slice(0, 200);
  return {
    code: unsafe ? 'unsafe-path' : 'bad-manifest',
    message: `${path}: ${title} names a blob ${shown}, ${what}; get the image again from its source.`,
  };
}

/**
 * What a manifest or config with other bytes than its descriptor names would show is not the image that was asked for. Its
 * documents can still be read; a layer's bytes are hashed later, since that takes long.
 */
function mismatchProblem(path: string, { title, digest, claimed }: StoredDocument): ImageProblem | undefined {
  if (claimed === null || claimed.digest === digest) return undefined;
  return {
    code: 'digest-mismatch',
    message: `${path}: the ${title} hashes to ${digest}, but ${claimed.by} says ${claimed.digest}: it was altered or damaged; get the image again from its source.`,
  };
}

async function readConfig(
  reader: DocumentReader,
  { config }: Manifest,
  { title }: StoredDocument,
  blobNames: BlobNames,
): Promise<DocumentResult | null> {
  if (config === null) return null;
  const { digest, mediaType, data } = config;
  const request = { kind: 'config', claimed: { by: `${title} config`, digest }, mediaType } as const;
  if (data !== null && data.length <= reader.limits['config-bytes']) {
    const inline = readDocument(data, request, reader.limits);
    if (inline.document.digest === digest) return { kind: 'read', ...inline };
  }
  return reader.read({ ...request, names: blobNames(digest), limit: reader.limits['config-bytes'] });
}

function readLayer(
  { members }: DocumentReader,
  { digest, mediaType, annotations }: Descriptor,
  index: number,
  { title }: StoredDocument,
  blobNames: BlobNames,
): Promise<StoredLayer> {
  return storedLayer(members, {
    names: blobNames(digest),
    digest,
    claimedBy: `${title} layers[${index}]`,
    mediaType,
    annotations,
  });
}

/** Small blobs of an attestation or artifact, to be shown as text. */
async function readArtifacts(
  reader: DocumentReader,
  kind: 'attestation' | 'artifact',
  { layers }: Manifest,
  { title }: StoredDocument,
  blobNames: BlobNames,
  warnings: Warning[],
): Promise<readonly StoredDocument[]> {
  const documents: StoredDocument[] = [];
  const most = reader.limits['artifact-documents'];
  const leftOut = (message: string) => warnings.push({ code: 'document-left-out', message });
  if (layers.length > most)
    leftOut(`The ${title} has ${layers.length} documents; the first ${most} are shown (limit artifact-documents).`);
  for (const [index, layer] of layers.slice(0, most).entries()) {
    if (layer === null || isSociTable(layer)) continue;
    const { digest, mediaType, annotations } = layer;
    const named = annotations['in-toto.io/predicate-type'] ?? annotations['org.opencontainers.image.title'];
    // oxlint-disable-next-line no-await-in-loop
    const result = await reader.read({
      kind,
      names: blobNames(digest),
      claimed: { by: `${title} layers[${index}]`, digest },
      mediaType,
      ...(named !== undefined && { title: named }),
      limit: reader.limits['artifact-bytes'],
    });
    if (result.kind === 'read') documents.push(result.document);
    else if (result.why === 'too-large')
      leftOut(`Document ${index} of the ${title} ${refusal(result)} (limit artifact-bytes); it is not shown.`);
  }
  return documents;
}
