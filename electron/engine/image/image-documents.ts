import type { ImageDocument } from '../../../shared/model/document.ts';
import type { StoredDocument, StoredImage } from '../sources/source.ts';

/** Longer documents are fetched as bytes when a person asks for them. Bytes. */
export const MAX_DOCUMENT_TEXT = 1024 * 1024;

/** The documents of an image for the Config screen, outermost first. */
export function imageDocuments({ documents }: Pick<StoredImage, 'documents'>): readonly ImageDocument[] {
  return documents.map((document) => {
    const { kind, title, digest, mediaType, bytes, problem } = document;
    const text = textOf(document);
    return { kind, title, digest, mediaType, size: bytes.length, text, ...(problem !== undefined && { problem }) };
  });
}

function textOf({ bytes }: StoredDocument): string | null {
  if (bytes.length > MAX_DOCUMENT_TEXT) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
