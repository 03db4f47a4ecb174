import { numbersWhere } from '../bytes/numbers-where.ts';
import { SHA256_BYTES } from '../bytes/sha256.ts';
import { MAX_COPIES, type DuplicateGroup } from '../../../shared/model/space.ts';
import { duplicateCandidates, groupDuplicates, wasted, type SameContent } from '../analysis/space/duplicates.ts';
import { inodeHiders } from '../analysis/space/inodes.ts';
import { BODY, emptyDigests } from '../tar/hashed-bodies.ts';
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
  const rows = indexes.map((index) => new Uint8Array(index?.length ?? 0));
  let total = 0;
  for (const version of candidates) {
    rows[table.layer[version]!]![table.row[version]!] = 1;
    total += indexes[table.layer[version]!]?.size[table.row[version]!] ?? 0;
  }
  const digests = await Promise.all(
    rows.map(async (wanted, layer) => {
      const indexed = state.indexed[layer];
      const ordered = numbersWhere(wanted.length, (row) => wanted[row] === 1);
      if (!indexed || ordered.length === 0) return undefined;
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
          rows: ordered,
          digests: found,
        },
        { signal, priority: PRIORITY, onProgress: tell },
      );
      return found;
    }),
  );
  const bytes = new Uint8Array(candidates.length * SHA256_BYTES);
  const isKnown = new Uint8Array(candidates.length);
  let unread = 0;
  for (const [candidate, version] of candidates.entries()) {
    const row = table.row[version]!;
    const found = digests[table.layer[version]!];
    if (found?.state[row] === BODY.hashed) {
      bytes.set(found.digests.subarray(row * SHA256_BYTES, (row + 1) * SHA256_BYTES), candidate * SHA256_BYTES);
      isKnown[candidate] = 1;
    } else unread++;
  }
  const groups = groupDuplicates(table, indexes, candidates, bytes, isKnown);
  const hiders = inodeHiders(table);
  const isVisible = (version: number) => hiders[version] === -1;
  return {
    summary: { groups: groups.length, wastedSize: groups.reduce((sum, group) => sum + wasted(group), 0), unread },
    groups: (start, end) => groups.slice(start, end).map((group) => describe(group)),
  };

  function describe(group: SameContent): DuplicateGroup {
    const shown = [
      ...group.versions.toSorted((a, b) => Number(isVisible(b)) - Number(isVisible(a))).subarray(0, MAX_COPIES),
    ];
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
