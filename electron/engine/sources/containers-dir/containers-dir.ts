import { OutcropError } from '../../../../shared/errors.ts';
import { algorithmOf, encodedOf } from '../../../../shared/oci/digest.ts';
import type { FormResult } from '../form.ts';
import type { BlobNames } from '../oci-layout/read-manifest.ts';
import { walkIndex } from '../oci-layout/walk-index.ts';
import { refusal, type DocumentReader } from '../stored-document.ts';

/** Blobs lie flat; those that are not sha256 have the algorithm before the hex, manifests of an index a suffix. */
const blobNames: BlobNames = (digest) => {
  const name = algorithmOf(digest) === 'sha256' ? encodedOf(digest) : `${algorithmOf(digest)}-${encodedOf(digest)}`;
  return [name, `${name}.manifest.json`];
};

/** Images of skopeo's `dir:`. @throws OutcropError `bad-manifest` */
export async function readContainersDir(reader: DocumentReader): Promise<FormResult> {
  const result = await reader.read({
    kind: 'manifest',
    names: ['manifest.json'],
    title: 'manifest.json',
    claimed: null,
    mediaType: null,
    limit: reader.limits['manifest-bytes'],
  });
  const form = result.kind === 'read' ? await walkIndex(reader, result, blobNames) : { images: [], warnings: [] };
  if (form.images.length > 0) return form;
  const { path } = reader.members;
  const why = result.kind === 'refused' ? refusal(result) : 'names no image';
  throw new OutcropError('bad-manifest', `${path}: manifest.json ${why}; copy the image again.`, { file: path });
}
