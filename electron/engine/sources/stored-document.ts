import { createHash } from 'node:crypto';
import { assertNever } from '../../../shared/assert.ts';
import { algorithmOf, shortDigest, type Digest } from '../../../shared/oci/digest.ts';
import { parseJson } from '../oci/json.ts';
import { MAX_TOTAL_JSON_SIZE } from './limits.ts';
import { readRegion, type Found, type Members } from './members/members.ts';
import type { StoredDocument } from './source.ts';

/** A document together with its value. */
export interface ReadDocument {
  readonly document: StoredDocument;
  /** Undefined when the bytes are no usable JSON. */
  readonly value: unknown;
  /** Why they are not, as the end of a sentence that begins with the document's name. */
  readonly unusable?: string;
}

export type DocumentResult =
  | ({ readonly kind: 'read' } & ReadDocument)
  | {
      readonly kind: 'refused';
      readonly why: Exclude<Found['kind'], 'file'> | 'cut-off' | 'too-large';
      readonly limit: number;
    };

/** What to read, and what is known of it before. */
export interface DocumentRequest extends Pick<StoredDocument, 'kind' | 'claimed' | 'mediaType'> {
  /** Names that the document may have, likeliest first. */
  readonly names: readonly string[];
  /** Its name for a tab; a manifest or config goes by its digest. */
  readonly title?: string;
  /** Bytes. */
  readonly limit: number;
}

/** Reads JSON documents of one source, each once, within one budget. */
export interface DocumentReader {
  readonly members: Members;
  read(request: DocumentRequest): Promise<DocumentResult>;
}

export function createDocumentReader(members: Members): DocumentReader {
  const seen = new Map<string, Uint8Array>();
  let budget = MAX_TOTAL_JSON_SIZE;

  return {
    members,
    async read(request) {
      const found = await findFirst(members, request.names);
      if (found.kind !== 'file') return { kind: 'refused', why: found.kind, limit: request.limit };
      if (!found.complete) return { kind: 'refused', why: 'cut-off', limit: request.limit };
      let bytes = seen.get(found.name);
      if (bytes === undefined) {
        const { size } = found.region;
        if (size > request.limit || size > budget)
          return { kind: 'refused', why: 'too-large', limit: Math.min(budget, request.limit) };
        bytes = await readRegion(found.region);
        budget -= size;
        seen.set(found.name, bytes);
      }
      return { kind: 'read', ...readDocument(bytes, request) };
    },
  };
}

async function findFirst(members: Members, names: readonly string[]): Promise<Found> {
  let found: Found = { kind: 'absent' };
  for (const name of names) {
    // In order: a later name counts only when the earlier ones are absent.
    // oxlint-disable-next-line no-await-in-loop
    found = await members.find(name);
    if (found.kind !== 'absent') return found;
  }
  return found;
}

/** A document from bytes that are at hand, such as a descriptor's inline `data`. */
export function readDocument(bytes: Uint8Array, request: Omit<DocumentRequest, 'names' | 'limit'>): ReadDocument {
  const { kind, claimed, mediaType } = request;
  const digest = digestOf(bytes, claimed?.digest);
  const title = request.title ?? `${kind} ${algorithmOf(digest)}:${shortDigest(digest)}`;
  const json = parseJson(bytes);
  const document = { kind, title, bytes, digest, claimed, mediaType };
  return json.kind === 'json'
    ? { document, value: json.value }
    : { document: { ...document, problem: `${title} ${json.problem}.` }, value: undefined, unusable: json.problem };
}

const ALGORITHMS: ReadonlySet<string> = new Set(['sha256', 'sha384', 'sha512']);

/** @param like hash with the algorithm of this digest, so that the two can be compared; sha256 for unknown ones */
function digestOf(bytes: Uint8Array, like: Digest | undefined): Digest {
  const claimed = like === undefined ? 'sha256' : algorithmOf(like);
  const algorithm = ALGORITHMS.has(claimed) ? claimed : 'sha256';
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}` as Digest;
}

/** Why a document was refused, as the end of a sentence that begins with its name. */
export function refusal(result: Extract<DocumentResult, { kind: 'refused' }>): string {
  switch (result.why) {
    case 'absent':
      return 'is not in this archive';
    case 'unsafe':
      return 'points outside the archive';
    case 'loop':
      return 'is a link that leads round in a circle';
    case 'not-a-file':
      return 'is a folder, device or pipe, not a file';
    case 'cut-off':
      return 'is cut off';
    case 'too-large':
      return `is larger than the limit of ${result.limit} bytes for such documents`;
    default:
      return assertNever(result.why);
  }
}
