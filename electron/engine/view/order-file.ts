import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { readColumns, writeColumns } from '../store/columnar-file.ts';
import { ColumnTaker, requireOffsets, requireWithin } from '../store/typed-columns.ts';
import type { ChildOrder } from './child-order.ts';

const KIND = 'order 1';

/** @throws Node's error when the file cannot be written */
export async function writeOrder(file: string, { start, children }: ChildOrder): Promise<number> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return writeColumns(file, KIND, {}, { start, children });
}

/**
 * @param paths of the table it orders
 * @returns undefined when it is missing, damaged in any way, or of another table
 */
export function readOrder(file: string, paths: number): ChildOrder | undefined {
  const found = readColumns(file, KIND);
  if (!found) return undefined;
  try {
    const from = new ColumnTaker(found.columns);
    const start = from.take('start', Int32Array, paths + 1);
    const children = from.take('children', Int32Array, paths - 1);
    requireOffsets('start', start, paths - 1);
    requireWithin('children', children, 1, paths);
    return { start, children };
  } catch {
    return undefined;
  }
}
