import { ENTRY_TYPES, HIDDEN_HOW } from '../../../shared/model/entry.ts';
import type { ViewSpec } from '../../../shared/model/view.ts';
import type { PathTable } from '../union/path-table.ts';
import { bytesToText } from '../union/path-text.ts';
import { compareVersions } from '../union/version-difference.ts';
import { versionBelow } from '../view/change-of.ts';
import type { SizedLayer } from '../view/sort-values.ts';
import type { RowFacts, ViewParts } from '../view/view.ts';
import type { Pool } from '../work/pool.ts';
import { describeVersion } from './describe-version.ts';
import type { Stack } from './stack.ts';

/** Someone waits for the first rows. */
const PRIORITY = 3;

export function viewParts(stack: Stack, pool: Pool): ViewParts {
  const { table, order, lowered } = stack;
  const layers = sizedLayers(stack.indexes);
  // Posting the warnings of a hostile image with every filter would cost more than filtering.
  const bare = { ...table, warnings: [] };
  return {
    table,
    async arrange(spec, signal) {
      const input = {
        table: bare,
        order: await order.get(),
        lowered: spec.filter === '' ? undefined : await lowered.get(),
      };
      return pool.run('arrange', { ...input, layers, spec }, { signal, priority: PRIORITY });
    },
    describe: (version, ghost, spec) => describeRow(stack, version, ghost, spec),
  };
}

/** Of each layer the columns that a view needs: few, since they are posted with every change. */
export function sizedLayers(indexes: Stack['indexes']): readonly (SizedLayer | undefined)[] {
  return indexes.map((index) => {
    if (!index) return undefined;
    const { size, mtime, mode, owner, owners, flags, linkRow, linkOffset, links } = index;
    return { size, mtime, mode, owner, owners, flags, linkRow, linkOffset, links };
  });
}

function describeRow(stack: Stack, version: number, ghost: boolean, { mode }: ViewSpec): RowFacts {
  const { table } = stack;
  const path = table.versionPath[version]!;
  const from = table.nameOffset[path]!;
  const {
    size,
    mode: permissions,
    uid,
    gid,
    mtime,
    layer,
    implicit,
    linkTarget,
    hardlink,
  } = describeVersion(stack, version);
  return {
    name: bytesToText(table.names.subarray(from, from + table.nameLength[path]!)),
    type: ENTRY_TYPES[table.type[version]!] ?? 'file',
    ownSize: size,
    mode: permissions,
    uid,
    gid,
    mtime,
    layer,
    implicit,
    versions: countEntries(table, path),
    ...(linkTarget !== undefined && { linkTarget }),
    ...(hardlink !== undefined && { hardlink: true }),
    ...(ghost ? ghostFacts(stack, version, mode) : changeFacts(stack, version, mode)),
  };
}

/** Layers with an entry for a path; a layer that only implies a folder holds no version of it. */
function countEntries({ versionStart, row }: PathTable, path: number): number {
  let count = 0;
  for (let version = versionStart[path]!; version < versionStart[path + 1]!; version++)
    if (row[version] !== -1) count++;
  return Math.max(1, count);
}

function ghostFacts({ table }: Stack, version: number, mode: ViewSpec['mode']) {
  const layer = table.hiddenBy[version]!;
  const removed = mode.kind === 'range' || (mode.kind === 'layer' && layer === mode.layer);
  return {
    change: removed ? ('removed' as const) : ('none' as const),
    reasons: [],
    ...(layer !== -1 && { hiddenBy: { layer, how: HIDDEN_HOW[table.how[version]! - 1] ?? ('replaced' as const) } }),
  };
}

/** Against the version below; whether equal sizes mean equal bytes is asked for apart, since it reads them. */
function changeFacts(
  { table, indexes }: Stack,
  version: number,
  mode: ViewSpec['mode'],
): Pick<RowFacts, 'change' | 'reasons' | 'undecided'> {
  const below = versionBelow(table, mode, version);
  if (below === version) return { change: 'none', reasons: [] };
  if (below === -1) return { change: 'added', reasons: [] };
  const { reasons, contentUndecided } = compareVersions(table, indexes, below, version);
  if (contentUndecided) return { change: 'changed', reasons, undecided: true };
  return { change: 'changed', reasons: reasons.length === 0 ? ['identical'] : reasons };
}
