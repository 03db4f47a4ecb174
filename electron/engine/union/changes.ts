import type { ChangeReason } from '../../../shared/model/entry.ts';
import type { TarIndex } from '../tar/tar-index.ts';
import { versionAsOf } from './as-of.ts';
import type { PathTable } from './path-table.ts';
import { compareVersions, type VersionDifference } from './version-difference.ts';

/** What layers did to one path of the tree below them. */
export type TreeChange =
  | { readonly kind: 'added'; readonly path: number; readonly after: number }
  | { readonly kind: 'removed'; readonly path: number; readonly before: number }
  | ({
      readonly kind: 'changed';
      readonly path: number;
      readonly before: number;
      readonly after: number;
    } & VersionDifference);

/**
 * The net effect of layers `from` … `to` (inclusive, base 0): the tree as of the layer below `from` against the tree
 * as of `to`, in the order of the table's paths. The root is never added. A path that was written again is changed even
 * when nothing differs. `before` and `after` are versions.
 */
export function* treeChanges(
  table: PathTable,
  indexes: readonly (TarIndex | undefined)[],
  from: number,
  to: number,
): Iterable<TreeChange> {
  for (let path = 0; path < table.length; path++) {
    const before = versionAsOf(table, path, from - 1);
    const after = versionAsOf(table, path, to);
    if (before === after) continue;
    if (after === -1) yield { kind: 'removed', path, before };
    else if (before !== -1)
      yield { kind: 'changed', path, before, after, ...compareVersions(table, indexes, before, after) };
    else if (path !== 0) yield { kind: 'added', path, after };
  }
}

/**
 * The reasons of a change once the contents were compared where that was needed.
 * @param isSameContent the answer to `contentUndecided`; not looked at where that is false
 */
export function settleReasons(
  { reasons, contentUndecided }: VersionDifference,
  isSameContent: boolean,
): readonly ChangeReason[] {
  if (contentUndecided && !isSameContent) return ['content', ...reasons];
  return reasons.length === 0 ? ['identical'] : reasons;
}
