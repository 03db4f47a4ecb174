import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { CustomScheme } from 'electron';
import type { Api } from '../api/api.ts';
import { pageHeaders } from '../api/page-headers.ts';
import { findStaticFile } from '../api/static-files.ts';
import { isOurs, SCHEME } from './origin.ts';

/** What the scheme may do; it bypasses no CSP and takes no cross-origin requests. Registered before `ready`. */
export const SCHEMES: CustomScheme[] = [
  {
    scheme: SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
];

/** @returns what answers every request of the window: its own files, and `data/…` by the api */
export function createProtocolHandler(api: Pick<Api, 'fetch'>, rendererDir: string) {
  return async (request: Request): Promise<Response> => {
    if (!isOurs(request.url)) return refuse(404);
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/data/')) return api.fetch(request);
    if (request.method !== 'GET') return refuse(405);
    const file = await findStaticFile(rendererDir, pathname);
    if (!file) return refuse(404);
    return new Response(Readable.toWeb(createReadStream(file.path)) as ReadableStream<Uint8Array>, {
      headers: { ...pageHeaders(), 'content-type': file.type, 'content-length': String(file.size) },
    });
  };
}

function refuse(status: number): Response {
  return new Response(`${status}\n`, { status, headers: { ...pageHeaders(), 'content-type': 'text/plain' } });
}
