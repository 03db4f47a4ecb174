import { createHash } from 'node:crypto';
import { assertNever } from '../../../shared/assert.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { algorithmOf, shortDigest, type Digest } from '../../../shared/oci/digest.ts';
import { parseJson, type JsonOddity } from '../oci/json.ts';
import type { Limits } from '../limits/limits.ts';
import { readRegion, type Found, type Members } from './members/members.ts';
import type { StoredDocument } from './source.ts';

/** A document together with its value. */
export interface ReadDocument {
  readonly document: StoredDocument;
  /** Undefined when the bytes are no usable JSON. */
  readonly value: unknown;
  /** Why they are not, as the end of a sentence that begins with the document's name. */
  readonly unusable?: string;
  readonly oddities?: readonly JsonOddity[];
}

export type DocumentResult =
  | ({ readonly kind: 'read' } & ReadDocument)
  | {
      readonly kind: 'refused';
      readonly why: Exclude<Found['kind'], 'file'> | 'cut-off' | 'too-large';
      readonly limit: number;
    };

/** What is known of a document before it is read. */
export interface DocumentLabel extends Pick<StoredDocument, 'kind' | 'claimed' | 'mediaType'> {
  /** Its name for a tab; a manifest or config goes by its digest. */
  readonly title?: string;
}

export interface DocumentRequest extends DocumentLabel {
  /** Names that the document may have, likeliest first. */
  readonly names: readonly string[];
  /** Bytes. */
  readonly limit: number;
}

/** Reads JSON documents of one source, each once, within one budget. */
export interface DocumentReader {
  readonly members: Members;
  readonly limits: Limits;
  /** What was odd about the documents read so far. */
  readonly warnings: readonly Warning[];
  read(request: DocumentRequest): Promise<DocumentResult>;
}

export function createDocumentReader(members: Members, limits: Limits): DocumentReader {
  const seen = new Map<string, ReadDocument>();
  const warnings: Warning[] = [];
  let budget = limits['total-json-bytes'];

  return {
    members,
    limits,
    warnings,
    async read(request) {
      const found = await findFirst(members, request.names);
      if (found.kind !== 'file') return { kind: 'refused', why: found.kind, limit: request.limit };
      if (!found.complete) return { kind: 'refused', why: 'cut-off', limit: request.limit };
      const known = seen.get(found.name);
      if (known !== undefined) return { kind: 'read', ...relabel(known, request) };

      const { size } = found.region;
      if (size > request.limit || size > budget)
        return { kind: 'refused', why: 'too-large', limit: Math.min(budget, request.limit) };
      const read = readDocument(await readRegion(found.region), request, limits);
      budget -= size;
      for (const { code, what } of read.oddities ?? [])
        warnings.push({ code, message: `The ${read.document.title} ${what}.` });
      seen.set(found.name, read);
      return { kind: 'read', ...read };
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
export function readDocument(bytes: Uint8Array, request: DocumentLabel, limits: Limits): ReadDocument {
  const json = parseJson(bytes, limits['json-depth']);
  const digest = digestOf(bytes, request.claimed?.digest);
  const document = { kind: request.kind, title: '', bytes, digest, claimed: null, mediaType: null };
  const read =
    json.kind === 'json'
      ? { value: json.value, oddities: json.oddities }
      : { value: undefined, unusable: json.problem };
  return relabel({ document, ...read }, request);
}

/** The same bytes under another name: hashed and parsed once, however often an index lists them. */
export function relabel(read: ReadDocument, { kind, title, claimed, mediaType }: DocumentLabel): ReadDocument {
  const { bytes, digest } = read.document;
  const shown = title ?? `${kind} ${algorithmOf(digest)}:${shortDigest(digest)}`;
  const problem = read.unusable === undefined ? {} : { problem: `${shown} ${read.unusable}.` };
  return { ...read, document: { kind, title: shown, bytes, digest, claimed, mediaType, ...problem } };
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
