import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import * as z from 'zod';
import type { Engine } from '../engine/opened.ts';
import { bytesResponse, INERT_HEADERS, streamOf } from './responses.ts';

const container = z.string().regex(/^[0-9a-f]{12}$/);
export const CONTAINER_BODY = z.object({ container });
export const CONTAINER_FILE = z.object({
  container,
  path: z
    .string()
    .min(1)
    .max(1 << 16),
});

/** Keeps the bytes of a file that an edit is to use. */
export async function keepBody(
  engine: Engine,
  query: z.infer<typeof CONTAINER_BODY>,
  { body, signal }: Request,
): Promise<Response> {
  const live = await engine.containers.live(query.container, { signal });
  const chunks = body ? Readable.fromWeb(body as NodeReadableStream<Uint8Array>) : Readable.from([]);
  return Response.json(await live.keep(chunks), { status: 201, headers: INERT_HEADERS });
}

/** The content of a file as the container shows it. */
export async function containerFile(
  engine: Engine,
  { container: id, path }: z.infer<typeof CONTAINER_FILE>,
  { method, signal }: Request,
): Promise<Response> {
  const { size, bytes } = (await engine.containers.live(id, { signal })).file(path);
  return bytesResponse({
    status: 200,
    body: method === 'HEAD' ? null : await streamOf(bytes),
    filename: path.split('/').at(-1) || 'file',
    headers: { 'content-length': String(size) },
  });
}
