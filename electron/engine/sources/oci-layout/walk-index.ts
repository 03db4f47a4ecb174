import type { Limits } from '../../limits/limits.ts';
import type { Warning } from '../../../../shared/model/warning.ts';
import type { Digest } from '../../../../shared/oci/digest.ts';
import { isSchema1Type } from '../../../../shared/oci/media-type.ts';
import { isImageIndex, parseImageIndex } from '../../oci/image-index.ts';
import { parseManifest, type Descriptor } from '../../oci/manifest.ts';
import { uniteNames, type FormResult } from '../form.ts';
import type { StoredDocument, StoredImage } from '../source.ts';
import {
  readDocument,
  refusal,
  relabel,
  type DocumentLabel,
  type DocumentReader,
  type DocumentResult,
  type ReadDocument,
} from '../stored-document.ts';
import { readManifest, type BlobNames } from './read-manifest.ts';

/** Where a document stands in the tree of indexes. */
interface Place {
  readonly descriptor: Descriptor | null;
  readonly names: readonly string[];
  /** Documents on the way, outermost first. */
  readonly above: readonly StoredDocument[];
}

/**
 * Every image that an index names, in the index's order, nested indexes in their place. What a document is decides
 * its shape, not its media type. One manifest listed twice is one image with both names.
 * @param root index.json, or the manifest.json of skopeo's `dir:`, which may be a manifest itself
 */
export async function walkIndex(reader: DocumentReader, root: ReadDocument, blobNames: BlobNames): Promise<FormResult> {
  const images = new Map<string, StoredImage>();
  const warnings: Warning[] = [];
  let visits = 0;
  let full = false;

  await visit(withKind(root, root.document), { descriptor: null, names: [], above: [] });
  return { images: [...images.values()], warnings };

  async function visit(read: ReadDocument, place: Place): Promise<void> {
    const { document, value } = read;
    const index = parseImageIndex(value);
    if (index === null) {
      const manifest = parseManifest(value);
      if (manifest !== null) add(await readManifest(reader, { ...place, document, manifest, blobNames }, warnings));
      else if (place.descriptor !== null) add(notAManifest(reader, read, place));
      return;
    }
    const above = [...place.above, document];
    const depth = reader.limits['index-depth'];
    if (above.length > depth) {
      warnings.push({
        code: 'index-depth',
        message: `${document.title} lies ${above.length} indexes deep; only ${depth} are followed (limit index-depth).`,
      });
      return;
    }
    for (const [row, descriptor] of index.manifests.entries()) {
      if (full) return;
      const tooMany = limitHit();
      if (tooMany !== undefined) {
        full = true;
        warnings.push({
          code: 'too-many-images',
          message: `The indexes list too many images; the first ${images.size} are shown (limit ${tooMany}).`,
        });
      } else if (descriptor === null) {
        add(unnamed(reader, document, row, place));
      } else {
        // In order, and one budget for all documents.
        // oxlint-disable-next-line no-await-in-loop
        await follow(descriptor, {
          descriptor,
          names: uniteNames(reader.limits, place.names, namesOf(descriptor, reader.limits)),
          above,
        });
      }
    }
  }

  /** An index that lists one other a thousand times, eight levels deep, comes to its end by the second. */
  function limitHit(): 'images' | 'listed-manifests' | undefined {
    if (images.size >= reader.limits.images) return 'images';
    return visits++ >= reader.limits['listed-manifests'] ? 'listed-manifests' : undefined;
  }

  async function follow(descriptor: Descriptor, place: Place): Promise<void> {
    if (place.above.some(({ claimed }) => claimed?.digest === descriptor.digest)) {
      warnings.push({
        code: 'index-cycle',
        message: `The index ${descriptor.digest} lists itself; it is not followed again.`,
      });
      return;
    }
    const known = images.get(descriptor.digest);
    if (known !== undefined) {
      images.set(descriptor.digest, { ...known, names: uniteNames(reader.limits, known.names, place.names) });
      return;
    }
    const result = await readBlob(reader, descriptor, place, blobNames);
    if (result.kind === 'refused') add(missing(reader, descriptor, place, result));
    else if (isSchema1Type(descriptor.mediaType)) add(schema1(reader, descriptor, place, result.document));
    else await visit(result, place);
  }

  function add(image: StoredImage): void {
    images.set(image.manifestDigest ?? `#${images.size}`, image);
  }
}

/** Inline `data` is as good as the blob, once its digest is right (descriptor.md, Embedded Content). */
async function readBlob(
  reader: DocumentReader,
  descriptor: Descriptor,
  { above }: Place,
  blobNames: BlobNames,
): Promise<DocumentResult> {
  const { digest, data, mediaType } = descriptor;
  const by = above.at(-1)?.title ?? 'the index';
  const request = { kind: 'manifest', claimed: { by, digest }, mediaType } as const;
  if (data !== null && data.length <= reader.limits['manifest-bytes']) {
    const inline = withKind(readDocument(data, request, reader.limits), request);
    if (inline.document.digest === digest) return { kind: 'read', ...inline };
  }
  const result = await reader.read({ ...request, names: blobNames(digest), limit: reader.limits['manifest-bytes'] });
  return result.kind === 'read' ? { kind: 'read', ...withKind(result, request) } : result;
}

function withKind(read: ReadDocument, label: DocumentLabel): ReadDocument {
  return isImageIndex(read.value) ? relabel(read, { ...label, kind: 'index' }) : read;
}

/** Names that a descriptor's annotations give; containerd also repeats the bare tag of its full name. */
function namesOf({ annotations }: Descriptor, limits: Limits): readonly string[] {
  const full = annotations['io.containerd.image.name'];
  const reference = annotations['org.opencontainers.image.ref.name'];
  const repeated = full !== undefined && reference !== undefined && full.endsWith(`:${reference}`);
  return uniteNames(limits, full === undefined ? [] : [full], reference === undefined || repeated ? [] : [reference]);
}

/** An image of which only its descriptor is known. */
function bare({ descriptor, names, above }: Place): StoredImage {
  const attests = descriptor?.annotations['vnd.docker.reference.type'] === 'attestation-manifest';
  const platform = descriptor?.platform ?? null;
  return {
    kind: attests ? 'attestation' : 'image',
    names,
    platform: platform?.os === 'unknown' ? null : platform,
    manifest: null,
    manifestDigest: descriptor?.digest ?? null,
    config: null,
    layers: [],
    documents: above,
  };
}

function missing(
  { members }: DocumentReader,
  { digest }: { readonly digest: Digest },
  place: Place,
  result: Extract<DocumentResult, { kind: 'refused' }>,
): StoredImage {
  const advice =
    result.why === 'absent' ? 'save the image again with this platform' : 'get the image again from its source';
  const code = result.why === 'unsafe' ? 'unsafe-path' : result.why === 'too-large' ? 'too-large' : 'bad-manifest';
  const message = `${members.path}: the manifest ${digest} ${refusal(result)}; ${advice}.`;
  return { ...bare(place), problem: { code, message } };
}

function notAManifest({ members }: DocumentReader, { document, unusable }: ReadDocument, place: Place): StoredImage {
  const what = `${document.title} ${unusable ?? 'is neither an index nor a manifest'}`;
  return {
    ...bare(place),
    kind: unusable === undefined ? 'artifact' : 'image',
    manifest: document,
    documents: [...place.above, document],
    problem: { code: 'bad-manifest', message: `${members.path}: ${what}; save the image again.` },
  };
}

function schema1(
  { members }: DocumentReader,
  { digest }: Descriptor,
  place: Place,
  document: StoredDocument,
): StoredImage {
  const message = `${members.path}: the manifest ${digest} is of Docker's schema 1, which Outcrop does not read; convert it with skopeo copy --format oci.`;
  return {
    ...bare(place),
    manifest: document,
    documents: [...place.above, document],
    problem: { code: 'unsupported', message },
  };
}

function unnamed({ members }: DocumentReader, { title }: StoredDocument, row: number, place: Place): StoredImage {
  const message = `${members.path}: entry ${row + 1} of ${title} names its manifest by no valid digest; get the image again from its source.`;
  return { ...bare({ ...place, descriptor: null }), problem: { code: 'bad-manifest', message } };
}
