import { OutcropError } from '../../../../shared/errors.ts';
import type { Warning } from '../../../../shared/model/warning.ts';
import { isRecord, textField } from '../../oci/json.ts';
import type { FormResult } from '../form.ts';
import type { StoredDocument } from '../source.ts';
import { refusal, type DocumentReader } from '../stored-document.ts';
import { layoutBlobNames } from './read-manifest.ts';
import { walkIndex } from './walk-index.ts';

/** As with manifest.json, an unusable index.json ends nothing while the other one names images. */
export type OciLayoutResult =
  | ({ readonly kind: 'images' } & FormResult)
  /** `problem` ends a sentence that begins with `index.json`. */
  | { readonly kind: 'unusable'; readonly problem: string };

/**
 * Images of index.json (image-spec image-layout.md).
 * @throws OutcropError `unsupported` for a layout of another major version
 */
export async function readOciLayout(reader: DocumentReader): Promise<OciLayoutResult> {
  const { document: layout, warnings } = await readLayoutFile(reader);
  const result = await reader.read({
    kind: 'index',
    names: ['index.json'],
    title: 'index.json',
    claimed: null,
    mediaType: null,
    limit: reader.limits['manifest-bytes'],
  });
  if (result.kind === 'refused') return { kind: 'unusable', problem: refusal(result) };
  if (result.unusable !== undefined) return { kind: 'unusable', problem: result.unusable };
  if (!isRecord(result.value)) return { kind: 'unusable', problem: 'is not an index' };

  const walked = await walkIndex(reader, result, layoutBlobNames);
  if (walked.images.length === 0) {
    const [why] = walked.warnings;
    return { kind: 'unusable', problem: `names no image${why ? ` (${why.message.replace(/\.$/, '')})` : ''}` };
  }
  const images = walked.images.map((image) =>
    layout === null ? image : { ...image, documents: [layout, ...image.documents] },
  );
  return { kind: 'images', images, warnings: [...warnings, ...walked.warnings] };
}

async function readLayoutFile(
  reader: DocumentReader,
): Promise<{ readonly document: StoredDocument | null; readonly warnings: readonly Warning[] }> {
  const result = await reader.read({
    kind: 'oci-layout',
    names: ['oci-layout'],
    title: 'oci-layout',
    claimed: null,
    mediaType: null,
    limit: reader.limits['manifest-bytes'],
  });
  if (result.kind === 'refused')
    return { document: null, warnings: [{ code: 'oci-layout-missing', message: 'The file oci-layout is missing.' }] };
  const version = textField(result.value, 'imageLayoutVersion');
  if (version !== null && !/^[01]\./.test(version)) {
    const { path } = reader.members;
    const message = `${path} is an OCI layout of version ${version}, which Outcrop does not read; save the image as version 1.0.0.`;
    throw new OutcropError('unsupported', message, { file: path });
  }
  return { document: result.document, warnings: [] };
}
