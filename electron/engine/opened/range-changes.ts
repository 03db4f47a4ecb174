import type { Change } from '../../../shared/model/entry.ts';
import { settleReasons, treeChanges } from '../union/changes.ts';
import { pathText } from '../union/path-text.ts';
import { describeVersion } from './describe-version.ts';
import type { VersionReader } from './read-version.ts';
import type { Stack } from './stack.ts';

/** What layers `from` … `to` did to the tree below; bytes are read only where sizes agree and inodes do not. */
export async function* rangeChanges(
  stack: Stack,
  reader: VersionReader,
  from: number,
  to: number,
  signal?: AbortSignal,
): AsyncIterable<Change> {
  for (const change of treeChanges(stack.table, stack.indexes, from, to)) {
    signal?.throwIfAborted();
    const name = pathText(stack.table, change.path);
    switch (change.kind) {
      case 'added':
        yield { ...name, kind: 'added', change: [], after: describeVersion(stack, change.after) };
        break;
      case 'removed':
        yield { ...name, kind: 'removed', change: [], before: describeVersion(stack, change.before) };
        break;
      case 'changed': {
        const { before, after } = change;
        const isSame = change.contentUndecided && (await reader.isSameContent(before, after, signal));
        yield {
          ...name,
          kind: 'changed',
          change: settleReasons(change, isSame),
          before: describeVersion(stack, before),
          after: describeVersion(stack, after),
        };
        break;
      }
    }
  }
}
