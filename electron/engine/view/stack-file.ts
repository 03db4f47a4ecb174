import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { HIDDEN_HOW } from '../../../shared/model/entry.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { isRecord } from '../oci/json.ts';
import { readColumns, writeColumns, type ColumnarFile } from '../store/columnar-file.ts';
import {
  ColumnTaker,
  requireBelow,
  requireOffsets,
  requireParents,
  requireStretches,
  requireWithin,
} from '../store/typed-columns.ts';
import { TYPE_CODES } from '../tar/tar-index.ts';
import type { PathTable } from '../union/path-table.ts';

/** Changes when a column's meaning does, or what merging makes of layers: old files are then read no more. */
const KIND = 'stack 2';

/** @throws Node's error when the file cannot be written */
export async function writeStack(file: string, table: PathTable): Promise<number> {
  const { length, versionCount, warnings, ...columns } = table;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return writeColumns(file, KIND, { length, versionCount, warnings }, columns);
}

/**
 * @param rows entries of each layer, base first; -1 where it takes no part
 * @returns undefined when it is missing, or damaged in any way, or points outside those layers
 */
export function readStack(file: string, rows: readonly number[]): PathTable | undefined {
  const found = readColumns(file, KIND);
  if (!found) return undefined;
  try {
    const table = tableOf(found);
    requireSound(table, rows);
    return table;
  } catch {
    return undefined;
  }
}

function tableOf({ facts, columns }: ColumnarFile): PathTable {
  const { length, versionCount, warnings } = facts;
  if (typeof length !== 'number' || typeof versionCount !== 'number' || length < 1) throw new Error('no counts');
  if (!Array.isArray(warnings) || !warnings.every(isRecord)) throw new Error('no warnings');
  const from = new ColumnTaker(columns);
  return {
    length,
    parent: from.take('parent', Int32Array, length),
    nameOffset: from.take('nameOffset', Uint32Array, length),
    nameLength: from.take('nameLength', Uint16Array, length),
    names: from.take('names', Uint8Array),
    versionStart: from.take('versionStart', Int32Array, length + 1),
    visible: from.take('visible', Int32Array, length),
    versionCount,
    versionPath: from.take('versionPath', Int32Array, versionCount),
    layer: from.take('layer', Uint16Array, versionCount),
    row: from.take('row', Int32Array, versionCount),
    type: from.take('type', Uint8Array, versionCount),
    hiddenBy: from.take('hiddenBy', Int32Array, versionCount),
    how: from.take('how', Uint8Array, versionCount),
    via: from.take('via', Int32Array, versionCount),
    inode: from.take('inode', Int32Array, versionCount),
    hardlink: from.take('hardlink', Int32Array, versionCount),
    // Ours, and as plain as they were written: the checksum says so.
    warnings: warnings as unknown as readonly Warning[],
  };
}

function requireSound(table: PathTable, rows: readonly number[]): void {
  const { length, versionCount } = table;
  requireParents('parent', table.parent);
  requireStretches('names', table.nameOffset, table.nameLength, table.names.length);
  requireOffsets('versionStart', table.versionStart, versionCount);
  requireWithin('visible', table.visible, -1, versionCount);
  requireWithin('versionPath', table.versionPath, 0, length);
  requireBelow('type', table.type, TYPE_CODES.length);
  requireWithin('hiddenBy', table.hiddenBy, -1, rows.length);
  requireBelow('how', table.how, HIDDEN_HOW.length + 1);
  requireWithin('via', table.via, 0, length);
  requireWithin('inode', table.inode, 0, versionCount);
  requireWithin('hardlink', table.hardlink, -1, length);
  requireRows(table, Int32Array.from(rows));
}

function requireRows({ versionCount, layer, row }: PathTable, rows: Int32Array): void {
  for (let version = 0; version < versionCount; version++) {
    const of = layer[version]!;
    if (of >= rows.length || row[version]! < -1 || row[version]! >= rows[of]!) throw new Error('a version of no entry');
  }
}
