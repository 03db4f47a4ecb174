/** Media types of image documents and layers (formats.md §1.2). What a writer claims; bytes decide. */
export const MEDIA_TYPE = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  dockerManifestList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  ociConfig: 'application/vnd.oci.image.config.v1+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  emptyConfig: 'application/vnd.oci.empty.v1+json',
  inToto: 'application/vnd.in-toto+json',
  dockerAttestation: 'application/vnd.docker.attestation.manifest.v1+json',
} as const;

const CONFIG_TYPES: ReadonlySet<string> = new Set([MEDIA_TYPE.ociConfig, MEDIA_TYPE.dockerConfig]);

/** Docker's schema 1, which nothing has written since 2018 and whose layers run top first. */
export function isSchema1Type(mediaType: string | null): boolean {
  return mediaType?.startsWith('application/vnd.docker.distribution.manifest.v1+') ?? false;
}

/** A missing config type counts as an image's: old layouts leave media types out. */
export function isImageConfigType(mediaType: string | null): boolean {
  return mediaType === null || mediaType === '' || CONFIG_TYPES.has(mediaType);
}

/**
 * Why bytes of this type are no tar that can be read, as a half sentence that follows the layer's name; undefined for tar
 * types, and for types nobody knows, whose bytes then decide.
 */
export function unreadableLayer(
  mediaType: string | null,
  annotations: Readonly<Record<string, string>>,
): string | undefined {
  if (mediaType?.endsWith('+encrypted')) return 'is encrypted (ocicrypt)';
  if (mediaType === 'application/vnd.erofs.layer.v1') return 'is an EROFS file system image, not a tar';
  if (mediaType === 'application/vnd.oci.image.layer.nydus.blob.v1') return 'is a Nydus data blob, not a tar';
  if (Object.hasOwn(annotations, 'containerd.io/snapshot/overlaybd/blob-digest'))
    return 'is an OverlayBD block device, not a tar';
  return undefined;
}

/** The compression that a layer's media type states; undefined for types that state none. */
export function statedCompression(mediaType: string | null): 'none' | 'gzip' | 'zstd' | undefined {
  const match = /(?:\.layer\.|\.diff\.)(?:.*\.)?tar(?:[+.](gzip|zstd))?$/.exec(mediaType ?? '');
  return match === null ? undefined : match[1] === 'gzip' || match[1] === 'zstd' ? match[1] : 'none';
}

/** Layers that a registry may not hand on, and that `docker save` leaves out. Their `urls` are never fetched. */
export function isForeignLayer(mediaType: string | null): boolean {
  return mediaType !== null && /\.(?:foreign\.diff|nondistributable)\./.test(mediaType);
}
