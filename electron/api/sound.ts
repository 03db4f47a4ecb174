import type { IntegrityItem } from '../../shared/model/integrity.ts';

/** True when nothing that was recomputed differs and nothing that a digest names is missing. */
export function isSound(items: readonly IntegrityItem[]): boolean {
  return items.every((item) => item.state !== 'differs' && item.state !== 'absent');
}
