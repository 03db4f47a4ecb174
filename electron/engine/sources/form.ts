import type { Warning } from '../../../shared/model/warning.ts';
import { MAX_NAME_SIZE, MAX_NAMES } from './limits.ts';
import type { StoredImage } from './source.ts';

/** What one form found in a source. */
export interface FormResult {
  readonly images: readonly StoredImage[];
  readonly warnings: readonly Warning[];
}

/** The names of several entries for one image, each once, in order. */
export function uniteNames(...lists: readonly (readonly string[])[]): readonly string[] {
  const names = new Set<string>();
  for (const name of lists.flat()) {
    if (names.size >= MAX_NAMES) break;
    if (name !== '' && name.length <= MAX_NAME_SIZE) names.add(name);
  }
  return [...names];
}
