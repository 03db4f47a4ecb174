import type { Warning } from '../../../shared/model/warning.ts';
import type { Limits } from '../limits/limits.ts';
import type { StoredImage } from './source.ts';

/** What one form found in a source. */
export interface FormResult {
  readonly images: readonly StoredImage[];
  readonly warnings: readonly Warning[];
}

/** No reference that any engine takes has as many characters; such a name is nobody's. */
const MOST_CHARACTERS = 1024;

/** The names of several entries for one image, each once, in order; one over the limit shows that there are more. */
export function uniteNames(
  limits: Pick<Limits, 'image-names'>,
  ...lists: readonly (readonly string[])[]
): readonly string[] {
  const names = new Set<string>();
  for (const name of lists.flat()) {
    if (names.size > limits['image-names']) break;
    if (name !== '' && name.length <= MOST_CHARACTERS) names.add(name);
  }
  return [...names];
}

/** @param what begins a sentence, such as `The image 1 of manifest.json` */
export function tooManyLayers(what: string, limits: Pick<Limits, 'layers-per-image'>): Warning {
  const most = limits['layers-per-image'];
  const message = `${what} lists over ${most} layers; the ones after those are not shown (limit layers-per-image).`;
  return { code: 'too-many-layers', message };
}
