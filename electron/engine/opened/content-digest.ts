import { createHash } from 'node:crypto';
import type { Digest } from '../../../shared/oci/digest.ts';
import type { Content } from '../version-contents.ts';

/** The digest of a file's bytes. @throws what reading them throws */
export async function contentDigest(content: Content, signal?: AbortSignal): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const part of content.stream(0, content.size, signal)) hash.update(part);
  return `sha256:${hash.digest('hex')}` as Digest;
}
