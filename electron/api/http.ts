import * as z from 'zod';
import { OutcropError } from '../../shared/errors.ts';
import { parseDigest, shortDigest } from '../../shared/oci/digest.ts';
import {
  ARCHIVE,
  archiveResponse,
  EXPORT,
  exportResponse,
  LAYER,
  layerResponse,
  LIST,
  listResponse,
} from './export-responses.ts';
import { CONTAINER_BODY, CONTAINER_FILE, containerFile, keepBody } from './container-responses.ts';
import type { Engine } from '../engine/opened.ts';
import type { Log } from './log.ts';
import type { OpenSources } from './open-sources.ts';
import { parseRange } from './range.ts';
import { bytesResponse, errorResponse, INERT_HEADERS, streamOf, wrongMethod } from './responses.ts';
import { saveUpload } from './upload.ts';

const count = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number);
const CONTENT = z.object({ image: z.string().min(1).max(64), path: count, layer: count });
const BLOB = z.object({
  image: z.string().min(1).max(64),
  digest: z.string().transform((text, context) => parseDigest(text) ?? (context.addIssue('not a digest'), z.NEVER)),
});
const UPLOAD = z.object({ name: z.string().min(1).max(1024) });

export interface DataOptions {
  readonly engine: Engine;
  readonly sources: OpenSources;
  /** Whether `data/upload` is answered. */
  readonly uploads: boolean;
  readonly log: Log;
}

/** @returns what answers the URLs of `data/` (`shared/contract`, dataURL), in either host */
export function createDataHandler({ engine, sources, uploads, log }: DataOptions) {
  return async (request: Request): Promise<Response> => {
    try {
      const url = new URL(request.url);
      const reads = request.method === 'GET' || request.method === 'HEAD';
      switch (url.pathname) {
        case '/data/content':
          return reads ? await content(sources, parse(CONTENT, url), request) : wrongMethod('GET, HEAD');
        case '/data/blob':
          return reads ? await blob(sources, parse(BLOB, url), request) : wrongMethod('GET, HEAD');
        case '/data/export':
          return reads ? await exportResponse(sources, parse(EXPORT, url), request) : wrongMethod('GET, HEAD');
        case '/data/layer':
          return reads ? await layerResponse(sources, parse(LAYER, url), request) : wrongMethod('GET, HEAD');
        case '/data/archive':
          return reads
            ? await archiveResponse(sources, engine, parse(ARCHIVE, url), request)
            : wrongMethod('GET, HEAD');
        case '/data/list':
          return reads ? await listResponse(sources, parse(LIST, url), request) : wrongMethod('GET, HEAD');
        case '/data/container-body':
          return request.method === 'PUT'
            ? await keepBody(engine, parse(CONTAINER_BODY, url), request)
            : wrongMethod('PUT');
        case '/data/container-file':
          return reads ? await containerFile(engine, parse(CONTAINER_FILE, url), request) : wrongMethod('GET, HEAD');
        case '/data/upload':
          if (!uploads)
            throw new OutcropError(
              'bad-request',
              'This host opens files in place and takes no uploads; give it the path of the file.',
            );
          if (request.method !== 'PUT') return wrongMethod('PUT');
          return Response.json(
            { path: await saveUpload(engine.dataDir, parse(UPLOAD, url).name, request) },
            { status: 201, headers: INERT_HEADERS },
          );
        default:
          throw new OutcropError(
            'not-found',
            `There is nothing at ${url.pathname}; the addresses are in electron/README.md.`,
          );
      }
    } catch (error) {
      return errorResponse(error, log);
    }
  };
}

async function content(sources: OpenSources, query: z.infer<typeof CONTENT>, request: Request): Promise<Response> {
  const loaded = await sources.image(query.image).shown({ signal: request.signal });
  const file = loaded.content(query.path, query.layer);
  const filename = loaded.pathOf(query.path).split('/').at(-1) || 'file';
  const range = parseRange(request.headers.get('range'), file.size);
  if (range === 'unsatisfiable')
    return bytesResponse({ status: 416, body: null, filename, headers: { 'content-range': `bytes */${file.size}` } });
  const whole = range === 'whole';
  const { offset, length } = whole ? { offset: 0, length: file.size } : range;
  const body = request.method === 'HEAD' ? null : await streamOf(file.stream(offset, length, request.signal));
  return bytesResponse({
    status: whole ? 200 : 206,
    body,
    filename,
    headers: {
      'accept-ranges': 'bytes',
      'content-length': String(length),
      ...(!whole && { 'content-range': `bytes ${offset}-${offset + length - 1}/${file.size}` }),
    },
  });
}

async function blob(sources: OpenSources, query: z.infer<typeof BLOB>, request: Request): Promise<Response> {
  const image = sources.image(query.image);
  const document = image.documents.find((known) => known.digest === query.digest);
  const body = request.method === 'HEAD' ? null : await streamOf(image.blob(query.digest));
  return bytesResponse({
    status: 200,
    body,
    filename: `${shortDigest(query.digest)}${document ? '.json' : ''}`,
  });
}

function parse<T>(schema: z.ZodType<T>, url: URL): T {
  const result = schema.safeParse(Object.fromEntries(url.searchParams));
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new OutcropError(
    'bad-request',
    `${url.pathname} was asked for with a wrong ${wrong}; ask for it as electron/README.md says.`,
  );
}
