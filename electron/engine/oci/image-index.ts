import { LIMITS } from '../limits/limits.ts';
import { arrayField, field, textMapField } from './json.ts';
import { parseDescriptor, type Descriptor } from './manifest.ts';

/** More than any limit lets be looked at: who looks at fewer says so. */
const MAX_MANIFESTS = LIMITS['listed-manifests'].most + 1;

/** An image index or manifest list (image-spec image-index.md). */
export interface ImageIndex {
  /** Null where the descriptor has no valid digest. */
  readonly manifests: readonly (Descriptor | null)[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** Whether it is an index by its shape. `"manifests": null` makes an empty one (Docker 25.0.0). */
export function isImageIndex(value: unknown): boolean {
  return field(value, 'manifests') !== undefined;
}

/** @returns null when it is no index by its shape */
export function parseImageIndex(value: unknown): ImageIndex | null {
  if (!isImageIndex(value)) return null;
  return {
    manifests: arrayField(value, 'manifests').slice(0, MAX_MANIFESTS).map(parseDescriptor),
    annotations: textMapField(value, 'annotations'),
  };
}
