import type { Digest } from '../oci/digest.ts';

/** One JSON document of an image as it stands in the archive. Never re-serialised. */
export interface ImageDocument {
  readonly kind:
    | 'index'
    | 'manifest'
    | 'docker-manifest'
    | 'config'
    | 'repositories'
    | 'oci-layout'
    | 'attestation'
    | 'artifact';
  /** Name for a tab: `index.json`, `manifest sha256:12ab…`. */
  readonly title: string;
  readonly digest: Digest;
  readonly mediaType: string | null;
  readonly size: number;
  /** The text, or null when it is over the limit or not UTF-8: fetch the bytes instead. */
  readonly text: string | null;
  /** One sentence when it is not valid JSON or was refused. */
  readonly problem?: string;
}
