import type { SizeComparison } from '../../../shared/model/compare-sizes.ts';
import { contributorName, formatDelta, wasteText } from '../../engine/compare/report/report-text.ts';
import type { CommandContext } from '../command.ts';
import { createTable } from '../table.ts';

/** Where the change in size comes from, as text. */
export async function writeSizes({ out }: CommandContext, sizes: SizeComparison): Promise<void> {
  await out.write(`${'Never seen'.padEnd(16)}  ${wasteText(sizes)}\n`);
  if (sizes.contributors.length === 0) return;
  await out.write('\n');
  const table = createTable(out, [
    { title: 'SIZE', width: 9, align: 'right' },
    { title: 'FILES', width: 6, align: 'right' },
    { title: 'OF', width: 0 },
  ]);
  for (const one of sizes.contributors)
    await table.row([formatDelta(one.delta), String(one.files), contributorName(one)]);
  if (sizes.rest.files > 0) await table.row([formatDelta(sizes.rest.delta), String(sizes.rest.files), 'all else']);
}
