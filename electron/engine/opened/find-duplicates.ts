import { MAX_COPIES, type DuplicateGroup } from '../../../shared/model/space.ts';
import { duplicateCandidates, groupDuplicates, wasted, type SameContent } from '../analysis/space/duplicates.ts';
import { inodeHiders } from '../analysis/space/inodes.ts';
import { BODY, emptyDigests, SHA256_BYTES } from '../compare/hash-bodies.ts';
import type { Duplicates } from '../image-answers.ts';
import type { WorkOptions } from '../opened.ts';
import { pathText } from '../union/path-text.ts';
import type { Pool } from '../work/pool.ts';
import type { ImageState } from './image-state.ts';
import type { Stack } from './stack.ts';

/** Behind what a person looks at. */
const PRIORITY = 0;

/** Hashes the bodies whose size is not their own, layer by layer in the order they lie there, and groups them. */
export async function findDuplicates(
  {
    stack: { table, indexes },
    state,
    pool,
  }: { readonly stack: Stack; readonly state: ImageState; readonly pool: Pool },
  { signal, onProgress }: Required<WorkOptions>,
): Promise<Duplicates> {
  const candidates = duplicateCandidates(table, indexes);
  const done = indexes.map(() => 0);
  const rows = indexes.map((): number[] => []);
  let total = 0;
  for (const version of candidates) {
    rows[table.layer[version]!]!.push(table.row[version]!);
    total += indexes[table.layer[version]!]?.size[table.row[version]!] ?? 0;
  }
  const digests = await Promise.all(
    rows.map(async (wanted, layer) => {
      const indexed = state.indexed[layer];
      if (!indexed || wanted.length === 0) return undefined;
      const found = emptyDigests(indexed.index.length);
      const tell = (bytes: number) => {
        done[layer] = bytes;
        onProgress({ stage: 'hashing', done: done.reduce((a, b) => a + b, 0), total, layer });
      };
      const { region, restart, tarSize, index } = indexed;
      const sparse = [...index.rare].filter(([, rare]) => rare.sparse !== undefined);
      await pool.run(
        'hashBodies',
        {
          layer: { region, restart, tarSize, index: { ...index, rare: new Map(sparse) } },
          rows: Int32Array.from(wanted.toSorted((a, b) => a - b)),
          digests: found,
        },
        { signal, priority: PRIORITY, onProgress: tell },
      );
      return found;
    }),
  );
  let unread = 0;
  const groups = groupDuplicates(table, indexes, candidates, (version) => {
    const row = table.row[version]!;
    const found = digests[table.layer[version]!];
    if (found?.state[row] === BODY.hashed)
      return Buffer.from(found.digests.subarray(row * SHA256_BYTES, (row + 1) * SHA256_BYTES)).toString('hex');
    unread++;
    return undefined;
  });
  const hiders = inodeHiders(table);
  const isVisible = (version: number) => hiders[version] === -1;
  return {
    summary: { groups: groups.length, wastedSize: groups.reduce((sum, group) => sum + wasted(group), 0), unread },
    groups: (start, end) => groups.slice(start, end).map((group) => describe(group)),
  };

  function describe(group: SameContent): DuplicateGroup {
    const shown = group.versions.toSorted((a, b) => Number(isVisible(b)) - Number(isVisible(a))).slice(0, MAX_COPIES);
    return {
      digest: group.digest,
      size: group.size,
      count: group.versions.length,
      wastedSize: wasted(group),
      copies: shown.map((version) => ({
        pathID: table.versionPath[version]!,
        ...pathText(table, table.versionPath[version]!),
        layer: table.layer[version]!,
        visible: isVisible(version),
      })),
    };
  }
}
