import { toWireError, OutcropError, type ErrorCode } from '../../shared/errors.ts';
import type { Log } from './log.ts';

/**
 * Bytes of an image are never a page of ours, whatever they contain: a browser that is led there saves them, and
 * runs nothing of them.
 */
export const INERT_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

const STATUS: Readonly<Record<ErrorCode, number>> = {
  'not-found': 404,
  unreadable: 403,
  unwritable: 507,
  'not-an-image': 422,
  unsupported: 422,
  'damaged-archive': 422,
  'bad-manifest': 422,
  'unsafe-path': 422,
  'layer-damaged': 422,
  'layer-absent': 404,
  'digest-mismatch': 422,
  'too-large': 413,
  'several-images': 400,
  'no-such-image': 404,
  'no-such-platform': 404,
  'no-such-layer': 404,
  'no-such-path': 404,
  'not-a-file': 409,
  stale: 410,
  cancelled: 499,
  'bad-request': 400,
  internal: 500,
};

/** `{error: WireError}` with a status that says the same; what is not ours goes to the log. */
export function errorResponse(error: unknown, log: Log): Response {
  const wire = toWireError(error);
  if (wire.code === 'internal') log('a data request failed', error);
  return Response.json({ error: wire }, { status: STATUS[wire.code], headers: INERT_HEADERS });
}

/** Bytes to be saved or read by a script, never shown as a page. `head` sends no body. */
export function bytesResponse(options: {
  readonly status: number;
  readonly body: ReadableStream<Uint8Array> | null;
  readonly filename: string;
  readonly headers?: Readonly<Record<string, string>>;
}): Response {
  return new Response(options.body, {
    status: options.status,
    headers: {
      ...INERT_HEADERS,
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeName(options.filename)}`,
      ...options.headers,
    },
  });
}

/** RFC 8187 ext-value; encodeURIComponent leaves four characters that may not stand there. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Begins to read before the answer is made, so that a damaged layer is an error with a code and not a broken
 * download; then streams at the reader's pace.
 */
export async function streamOf(source: AsyncIterable<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const iterator = source[Symbol.asyncIterator]();
  let first: IteratorResult<Uint8Array> | undefined = await iterator.next();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const step = first ?? (await iterator.next());
      first = undefined;
      if (step.done) controller.close();
      else controller.enqueue(step.value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** @returns the refusal of a method that a data URL does not take */
export function wrongMethod(allowed: string): Response {
  const message = `Only ${allowed} is answered here, not another method.`;
  return Response.json(
    { error: toWireError(new OutcropError('bad-request', message)) },
    { status: 405, headers: { ...INERT_HEADERS, allow: allowed } },
  );
}
