import { join } from 'node:path';
import { fileChanges } from '../bytes/file-changes.ts';
import type { StoreFolders } from './layout.ts';

/**
 * Tells that the images of the store or their names have changed, whoever changed them: every change replaces
 * index.json.
 * @param intervalMs between two looks
 */
export function storeChanges(
  { root }: StoreFolders,
  signal: AbortSignal,
  intervalMs?: number,
): AsyncGenerator<void, void> {
  return fileChanges(join(root, 'index.json'), signal, intervalMs);
}
