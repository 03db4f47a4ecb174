import { createHash } from 'node:crypto';
import type { WritableImage, WritableLayer } from '../container/writable-image.ts';
import { encodedOf } from '../../../shared/oci/digest.ts';
import { familiarName, parseReference } from '../../../shared/oci/reference.ts';
import { archiveTar, distinctLayers, jsonBytes, type Member } from './archive-tar.ts';

/**
 * What `docker save` of 1.10 and later writes, in its plainest form: config, layers, manifest.json. Layers keep their
 * stored bytes; `docker load` has inflated gzip ones since that form exists.
 */
export function dockerArchive(image: WritableImage): AsyncIterable<Uint8Array> {
  const { config, names, layers } = image;
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
  const entry = {
    Config: configName,
    RepoTags: names.length === 0 ? null : names.map(familiar),
    Layers: layers.map(layerName),
  };
  const members: Member[] = [
    { kind: 'bytes', name: configName, bytes: config },
    ...distinctLayers(layers).map((layer): Member => ({ kind: 'layer', name: layerName(layer), layer })),
    { kind: 'bytes', name: 'manifest.json', bytes: jsonBytes([entry]) },
  ];
  return archiveTar(members);
}

/** Engines before 23 know no zstd. */
export function dockerNeedsInflated({ compression }: WritableLayer): boolean {
  return compression === 'zstd';
}

function layerName({ digest, compression }: WritableLayer): string {
  return `${encodedOf(digest)}.tar${compression === 'gzip' ? '.gz' : ''}`;
}

function familiar(name: string): string {
  const reference = parseReference(name);
  return reference ? familiarName(reference) : name;
}
