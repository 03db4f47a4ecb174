/** Every way Outcrop can say no. Closed: a new code must be added here and breaks the builds that map codes. */
export const ERROR_CODES = [
  'not-found', // no such file or folder on this machine
  'unreadable', // the operating system refused or failed a read
  'unwritable', // the operating system refused or failed a write
  'not-an-image', // nothing in it looks like an image or a tar
  'unsupported', // a known format that Outcrop does not read
  'damaged-archive', // the outer archive is truncated or malformed
  'bad-manifest', // manifest.json, index.json or a config cannot be used
  'unsafe-path', // a name inside the archive points outside it
  'layer-damaged', // a layer is not a tar, or ends too early
  'layer-absent', // the blob is not in this archive
  'digest-mismatch', // bytes do not hash to what names them
  'too-large', // a limit was hit; the message names the limit
  'several-images', // the file holds several and none was chosen
  'no-such-image',
  'no-such-platform',
  'no-such-layer',
  'no-such-path',
  'not-a-file', // bytes were asked of something that has none
  'stale', // the file changed, or the handle was closed
  'cancelled',
  'bad-request', // wrong usage: a missing or malformed argument
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What an error or a warning is about. `layer` is the index, base 0; `path` is a path in an image or a member of an archive. */
export interface Where {
  readonly file?: string;
  readonly image?: string;
  readonly layer?: number;
  readonly path?: string;
}

/** An error as it crosses a wire or reaches a script: `{"error": WireError}`. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly where?: Where;
}

/**
 * The one error of the engine. The message is one sentence that names the place, what is wrong, and what to do;
 * it never holds a stack. Untrusted names in it are escaped by the one who shows it.
 */
export class OutcropError extends Error {
  readonly code: ErrorCode;
  readonly where: Where | undefined;

  constructor(code: ErrorCode, message: string, where?: Where, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OutcropError';
    this.code = code;
    this.where = where;
  }
}

/** The wire form of anything thrown. What is not ours is a defect and says no more than that: no stack or path leaves. */
export function toWireError(error: unknown): WireError {
  if (error instanceof OutcropError)
    return { code: error.code, message: error.message, ...(error.where && { where: error.where }) };
  if (error instanceof Error && error.name === 'AbortError') return { code: 'cancelled', message: 'Cancelled.' };
  return { code: 'internal', message: 'Outcrop failed inside; this is a defect, please report what you did.' };
}
