import * as z from 'zod';
import { MAX_EXPORT_PATHS } from '../../shared/contract/export.ts';
import { LIST_FORMATS, LIST_NAMES } from '../../shared/model/export.ts';
import { ARCHIVE_FORMATS } from '../../shared/model/store.ts';
import type { Engine, LoadedImage } from '../engine/opened.ts';
import { inParts } from './in-parts.ts';
import type { OpenSources } from './open-sources.ts';
import { bytesResponse, streamOf } from './responses.ts';

const image = z.string().min(1).max(64);
const count = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number);

export const EXPORT = z.object({
  image,
  paths: z
    .string()
    .regex(/^(?:\d{1,10}(?:,\d{1,10})*)?$/)
    .transform((text) => (text === '' ? [] : text.split(',').map(Number)))
    .pipe(z.array(z.int()).max(MAX_EXPORT_PATHS)),
  layer: count.optional(),
});
export const LAYER = z.object({ image, layer: count });
export const ARCHIVE = z.object({ image, format: z.enum(ARCHIVE_FORMATS) });
const listFormat = { image, format: z.enum(LIST_FORMATS) };
export const LIST = z.union([
  z.object({ ...listFormat, name: z.enum(LIST_NAMES).exclude(['changes']) }),
  z.object({ ...listFormat, name: z.literal('changes'), from: count, to: count }),
]);

/** A tar of a selection, made while it is downloaded. */
export async function exportResponse(
  sources: OpenSources,
  { image: handle, paths, layer }: z.infer<typeof EXPORT>,
  request: Request,
): Promise<Response> {
  const loaded = await sources.image(handle).load({ signal: request.signal });
  const only = paths.length === 1 && paths[0] !== 0 ? loaded.pathOf(paths[0]!).split('/').at(-1) : undefined;
  const tar = loaded.exportTar({ paths, ...(layer !== undefined && { layer }) }, { signal: request.signal });
  return bytesResponse({
    status: 200,
    body: await body(request, tar),
    filename: `${only || nameOf(loaded, layer)}.tar`,
  });
}

/** A layer's blob as it is stored. */
export async function layerResponse(
  sources: OpenSources,
  { image: handle, layer }: z.infer<typeof LAYER>,
  request: Request,
): Promise<Response> {
  const loaded = await sources.image(handle).load({ signal: request.signal });
  const { size, bytes } = loaded.exportLayer(layer);
  const compression = loaded.layers[layer]?.compression ?? 'none';
  const ending = { none: 'tar', gzip: 'tar.gz', zstd: 'tar.zst', xz: 'tar.xz', bzip2: 'tar.bz2' }[compression];
  return bytesResponse({
    status: 200,
    body: await body(request, bytes),
    filename: `${nameOf(loaded, layer)}.${ending}`,
    headers: { 'content-length': String(size) },
  });
}

/** The whole image as one archive. */
export async function archiveResponse(
  sources: OpenSources,
  engine: Engine,
  { image: handle, format }: z.infer<typeof ARCHIVE>,
  request: Request,
): Promise<Response> {
  const loaded = await sources.image(handle).load({ signal: request.signal });
  const filename = `${nameOf(loaded, undefined)}.${format === 'oci' ? 'oci.tar' : 'tar'}`;
  if (request.method === 'HEAD') return bytesResponse({ status: 200, body: null, filename });
  const { size, bytes } = await engine.exportArchive(loaded, format, { signal: request.signal });
  return bytesResponse({
    status: 200,
    body: await streamOf(bytes),
    filename,
    headers: { 'content-length': String(size) },
  });
}

export async function listResponse(
  sources: OpenSources,
  { image: handle, format, ...list }: z.infer<typeof LIST>,
  request: Request,
): Promise<Response> {
  const loaded = await sources.image(handle).load({ signal: request.signal });
  const text = loaded.exportList(list, format, { signal: request.signal });
  return bytesResponse({
    status: 200,
    body: await body(request, encoded(text)),
    filename: `${nameOf(loaded, undefined)}-${list.name}.${format}`,
  });
}

async function body(request: Request, bytes: AsyncIterable<Uint8Array>) {
  return request.method === 'HEAD' ? null : streamOf(bytes);
}

async function* encoded(text: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  for await (const part of inParts(text)) yield Buffer.from(part);
}

/** `busybox-1.36-layer-3`: what the file is saved as, apart from its ending. */
function nameOf({ image: { summary } }: LoadedImage, layer: number | undefined): string {
  const name =
    summary.names[0]
      ?.split('/')
      .at(-1)
      ?.replaceAll(/[^\w.-]+/g, '-') || 'image';
  return layer === undefined ? name : `${name}-layer-${layer}`;
}
