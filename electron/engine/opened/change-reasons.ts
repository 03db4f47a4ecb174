import { OutcropError } from '../../../shared/errors.ts';
import type { ChangeReason } from '../../../shared/model/entry.ts';
import type { ChangedRow } from '../version-contents.ts';
import { settleReasons } from '../union/changes.ts';
import { pathText } from '../union/path-text.ts';
import { compareVersions } from '../union/version-difference.ts';
import { versionBelow } from '../view/change-of.ts';
import { describeVersion } from './describe-version.ts';
import type { VersionReader } from './read-version.ts';
import type { Stack } from './stack.ts';

/** Bytes: larger contents are not compared for a list. */
const MOST_COMPARED = 4 << 20;

/**
 * Why a row of a view is said to be changed, equal sizes compared byte by byte.
 * @returns null for what is too large to be compared in passing; nothing for what is no change
 */
export async function changeReasons(
  stack: Stack,
  reader: VersionReader,
  { path, layer, mode }: ChangedRow,
  signal?: AbortSignal,
): Promise<readonly ChangeReason[] | null> {
  const { table, indexes } = stack;
  const version = versionIn(stack, path, layer);
  const below = versionBelow(table, mode, version);
  if (below === version || below === -1) return [];
  const difference = compareVersions(table, indexes, below, version);
  if (!difference.contentUndecided) return settleReasons(difference, false);
  if (describeVersion(stack, version).size > MOST_COMPARED) return null;
  return settleReasons(difference, await reader.isSameContent(below, version, signal));
}

function versionIn({ table }: Stack, path: number, layer: number): number {
  for (let version = table.versionStart[path]!; version < table.versionStart[path + 1]!; version++)
    if (table.layer[version] === layer) return version;
  const { path: text } = pathText(table, path);
  throw new OutcropError('no-such-path', `Layer ${layer} holds no version of ${text}; "explain" lists those that do.`, {
    path: text,
    layer,
  });
}
