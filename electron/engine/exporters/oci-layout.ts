import { createHash } from 'node:crypto';
import type { Digest } from '../../../shared/oci/digest.ts';
import { algorithmOf, encodedOf } from '../../../shared/oci/digest.ts';
import { MEDIA_TYPE } from '../../../shared/oci/media-type.ts';
import { parseReference } from '../../../shared/oci/reference.ts';
import type { WritableImage, WritableLayer } from '../container/writable-image.ts';
import { platformOf } from '../oci/platform.ts';
import { parseJson, textField } from '../oci/json.ts';
import { archiveTar, distinctLayers, jsonBytes, type Member } from './archive-tar.ts';

const LAYER = 'application/vnd.oci.image.layer.v1.tar';

/** An OCI image layout in a tar (image-spec image-layout.md). A manifest that came with the image keeps its bytes. */
export function ociLayout(image: WritableImage): AsyncIterable<Uint8Array> {
  const { config, layers, names } = image;
  const manifest = image.manifest ?? madeManifest(image);
  const described = { mediaType: manifestType(manifest), ...sizeAndDigest(manifest), ...platform(config) };
  const manifests = names.length === 0 ? [described] : names.map((name) => ({ ...described, ...annotations(name) }));
  const blobs: Member[] = [
    { kind: 'bytes', name: blobName(digestOf(config)), bytes: config },
    { kind: 'bytes', name: blobName(digestOf(manifest)), bytes: manifest },
    ...distinctLayers(layers).map((layer): Member => ({ kind: 'layer', name: blobName(layer.digest), layer })),
  ];
  return archiveTar([
    { kind: 'bytes', name: 'oci-layout', bytes: jsonBytes({ imageLayoutVersion: '1.0.0' }) },
    {
      kind: 'bytes',
      name: 'index.json',
      bytes: jsonBytes({ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests }),
    },
    { kind: 'folder', name: 'blobs' },
    { kind: 'folder', name: 'blobs/sha256' },
    ...blobs.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  ]);
}

/** The OCI manifest of an image that came without one, or was changed. */
export function madeManifest({ config, layers }: Pick<WritableImage, 'config' | 'layers'>): Uint8Array {
  return jsonBytes({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { mediaType: MEDIA_TYPE.ociConfig, ...sizeAndDigest(config) },
    layers: layers.map(({ digest, compression, region }) => ({
      mediaType: layerType(compression),
      digest,
      size: region.size,
    })),
  });
}

function layerType(compression: WritableLayer['compression']): string {
  return compression === 'none' ? LAYER : `${LAYER}+${compression}`;
}

function manifestType(manifest: Uint8Array): string {
  const json = parseJson(manifest);
  return (json.kind === 'json' ? textField(json.value, 'mediaType') : null) ?? MEDIA_TYPE.ociManifest;
}

function platform(config: Uint8Array) {
  const json = parseJson(config);
  const found = json.kind === 'json' ? platformOf(json.value) : null;
  if (!found) return {};
  const { architecture, os, variant } = found;
  return { platform: { architecture, os, ...(variant !== undefined && { variant }) } };
}

function annotations(name: string) {
  const tag = parseReference(name)?.tag ?? 'latest';
  return { annotations: { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': tag } };
}

function sizeAndDigest(bytes: Uint8Array) {
  return { digest: digestOf(bytes), size: bytes.length };
}

function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}

function blobName(digest: Digest): string {
  return `blobs/${algorithmOf(digest)}/${encodedOf(digest)}`;
}
