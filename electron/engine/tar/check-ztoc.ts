import type { Region } from '../bytes/region.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { checkToc } from './check-toc.ts';
import { readZtoc, type ZtocPlace } from './read-ztoc.ts';
import type { TarIndex } from './tar-index.ts';

/**
 * What a SOCI table of contents says otherwise than the layer itself, once that was read: entries, and where their bodies
 * begin. Not its checkpoints: that takes another pass.
 * @throws OutcropError `not-found`, `unreadable`
 */
export function checkZtoc(
  place: ZtocPlace,
  layer: { readonly region: Region; readonly index: TarIndex },
  maxEntries: number,
): readonly Warning[] {
  const table = readZtoc(place, maxEntries);
  const why =
    typeof table === 'string'
      ? table
      : table.blobSize === layer.region.size
        ? undefined
        : `is of a layer of ${table.blobSize} bytes`;
  if (typeof table === 'string' || why !== undefined)
    return [
      {
        code: 'toc-unreadable',
        message: `The SOCI table of contents of the layer was not used: it ${why}; lazy engines refuse it.`,
      },
    ];
  const nothing = { digests: { of: () => undefined }, starts: { in: [], out: [] } };
  return checkToc(table.entries, { index: layer.index, ...nothing });
}
