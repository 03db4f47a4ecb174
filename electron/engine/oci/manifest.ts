import { LIMITS } from '../limits/limits.ts';
import { parseDigest, type Digest } from '../../../shared/oci/digest.ts';
import type { Platform } from '../../../shared/model/image.ts';
import { arrayField, field, isRecord, textField, textMapField } from './json.ts';
import { platformOf } from './platform.ts';

/** More than any limit lets be shown: who shows fewer says so. */
export const MAX_LAYERS = LIMITS['layers-per-image'].most + 1;

/** What an index or a manifest says of a blob (image-spec descriptor.md). */
export interface Descriptor {
  readonly digest: Digest;
  readonly mediaType: string | null;
  /** Bytes, as claimed; null when it is not a whole number. */
  readonly size: number | null;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: Platform | null;
  readonly artifactType: string | null;
  /** Inline content, decoded; null when there is none. */
  readonly data: Uint8Array | null;
}

/** An image or artifact manifest (image-spec manifest.md, Docker schema 2). */
export interface Manifest {
  readonly mediaType: string | null;
  readonly artifactType: string | null;
  readonly config: Descriptor | null;
  /** Base first. Null where the descriptor has no valid digest. */
  readonly layers: readonly (Descriptor | null)[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly subject: Descriptor | null;
}

/** @returns null when it names no blob by a valid digest: no path is ever built from such a one */
export function parseDescriptor(value: unknown): Descriptor | null {
  const digest = parseDigest(field(value, 'digest'));
  if (digest === undefined) return null;
  const size = field(value, 'size');
  const data = textField(value, 'data');
  return {
    digest,
    mediaType: textField(value, 'mediaType'),
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null,
    annotations: textMapField(value, 'annotations'),
    platform: platformOf(field(value, 'platform')),
    artifactType: textField(value, 'artifactType'),
    data: data === null ? null : Buffer.from(data, 'base64'),
  };
}

/** @returns null when `value` has neither `config` nor `layers`: by shape it is no manifest */
export function parseManifest(value: unknown): Manifest | null {
  if (!isRecord(value) || (field(value, 'config') === undefined && field(value, 'layers') === undefined)) return null;
  return {
    mediaType: textField(value, 'mediaType'),
    artifactType: textField(value, 'artifactType') || null,
    config: parseDescriptor(field(value, 'config')),
    layers: arrayField(value, 'layers').slice(0, MAX_LAYERS).map(parseDescriptor),
    annotations: textMapField(value, 'annotations'),
    subject: parseDescriptor(field(value, 'subject')),
  };
}
