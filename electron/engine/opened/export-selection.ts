import type { Skipped, SkipReason } from '../../../shared/model/export.ts';
import { planExport, type ExportItem } from '../exporters/export-plan.ts';
import { pathText } from '../union/path-text.ts';
import type { Stack } from './stack.ts';

export interface PlannedExport {
  readonly items: readonly ExportItem[];
  readonly files: readonly ExportItem[];
  /** Bytes of the files. */
  readonly total: number;
  readonly skipped: Skipped[];
}

/** @param roots paths; none: the whole tree */
export function planSelection(stack: Stack, roots: readonly number[], layer: number | undefined): PlannedExport {
  const { table, indexes, order } = stack;
  const { items, absent } = planExport(table, order.now(), roots.length === 0 ? [0] : roots, layer);
  const files = items.filter(({ kind }) => kind === 'file');
  const where = layer === undefined ? 'in the merged tree; name the layer whose version you want' : `in layer ${layer}`;
  const total = files.reduce((sum, { version }) => {
    const holder = table.inode[version]!;
    return sum + (indexes[table.layer[holder]!]?.size[table.row[holder]!] ?? 0);
  }, 0);
  return {
    items,
    files,
    total,
    skipped: absent.map((path) => skip(stack, path, 'hidden', `It has no version ${where}.`)),
  };
}

export function skip({ table }: Stack, path: number, reason: SkipReason, detail: string): Skipped {
  return { ...pathText(table, path), reason, detail };
}

export const DAMAGED = 'Its layer is damaged or absent there.';
