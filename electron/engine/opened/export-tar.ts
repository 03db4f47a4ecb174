import type { ExportReport, Skipped } from '../../../shared/model/export.ts';
import type { ExportItem } from '../exporters/export-plan.ts';
import type { ExportTarOptions } from '../opened.ts';
import { rowLink } from '../tar/entry-at.ts';
import type { EntryRow } from '../tar/tar-index.ts';
import { END_BLOCKS, padding, writeHeader } from '../tar/write-entry.ts';
import { pathBytes } from '../union/path-text.ts';
import { describeVersion } from './describe-version.ts';
import { exportBodies, type ExportParts } from './export-bodies.ts';
import { DAMAGED, planSelection, skip } from './export-selection.ts';
import type { Stack } from './stack.ts';

/** A tar of a selection: names, owners, modes, times, xattrs and devices as the image has them. */
export async function* exportTar(
  parts: ExportParts,
  roots: readonly number[],
  layer: number | undefined,
  { signal, onProgress, onReport }: ExportTarOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const { stack } = parts;
  const { items, files, total, skipped } = planSelection(stack, roots, layer);
  let written = 0;
  let bytes = 0;
  const missing = new Set<number>();
  const head = (item: ExportItem, size: number) => {
    written++;
    return headerOf(stack, item, size);
  };

  for (const item of items) if (item.kind === 'dir') yield head(item, 0);
  for await (const { item, size, chunks } of exportBodies(parts, files, signal)) {
    if (!chunks) {
      missing.add(item.path);
      skipped.push(skip(stack, item.path, 'unreadable', DAMAGED));
      continue;
    }
    yield head(item, size);
    for await (const chunk of chunks) {
      yield chunk;
      bytes += chunk.length;
      onProgress?.({ stage: 'exporting', done: bytes, total });
    }
    yield padding(size);
  }
  for (const item of items) {
    if (item.kind === 'dir' || item.kind === 'file') continue;
    if (item.target !== undefined && missing.has(item.target))
      skipped.push(skip(stack, item.path, 'unreadable', DAMAGED));
    else yield head(item, 0);
  }
  if (skipped.length > 0) yield* skippedEntry(skipped);
  yield END_BLOCKS;
  const report: ExportReport = { written, bytes, skipped };
  onReport?.(report);
}

function headerOf(stack: Stack, { path, version, kind, target }: ExportItem, size: number): Uint8Array {
  const { table } = stack;
  const { mode, uid, gid, mtime, major, minor, xattrs } = describeVersion(stack, version);
  const link = target === undefined ? symlinkTarget(stack, version) : pathBytes(table, target).subarray(1);
  return writeHeader({
    kind,
    name: pathBytes(table, path).subarray(1),
    mode: Number.parseInt(mode, 8),
    uid,
    gid,
    mtime,
    size,
    ...(link && { link }),
    ...(major !== undefined && { major }),
    ...(minor !== undefined && { minor }),
    ...(xattrs && kind !== 'hardlink' && { xattrs }),
  });
}

/** The bytes of a symbolic link, which need not be UTF-8. */
export function symlinkTarget({ table, indexes }: Stack, version: number): Uint8Array | undefined {
  const holder = table.inode[version]!;
  const index = indexes[table.layer[holder]!];
  const row = table.row[holder]!;
  return index && row !== -1 ? rowLink(index, row as EntryRow) : undefined;
}

/** Whoever unpacks the tar later should know what is not in it. */
function* skippedEntry(skipped: readonly Skipped[]): Iterable<Uint8Array> {
  const text = Buffer.from(`${JSON.stringify({ skipped }, null, 2)}\n`);
  const name = Buffer.from('outcrop-skipped.json');
  yield writeHeader({ kind: 'file', name, mode: 0o644, uid: 0, gid: 0, mtime: 0, size: text.length });
  yield text;
  yield padding(text.length);
}
