import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import { OutcropError } from '../../../shared/errors.ts';
import {
  createPackageCollector,
  type CollectedPackages,
  type PackageCollector,
} from '../analysis/packages/collect-packages.ts';
import { readGoBinary } from '../analysis/packages/go-binary.ts';
import { isStatusFolder, mayTellPackages, packageFileOf } from '../analysis/packages/package-files.ts';
import type { WorkOptions } from '../opened.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { ENTRY_FLAG, TYPE_CODES } from '../tar/tar-index.ts';
import { bytesToText, pathText } from '../union/path-text.ts';
import type { Pool } from '../work/pool.ts';
import { createReader } from './read-version.ts';
import type { Stack } from './stack.ts';

export interface PackageSource {
  readonly stack: Stack;
  readonly indexed: readonly (IndexedLayer | undefined)[];
  readonly pool: Pool;
  readonly cacheDir: string;
  /** The default ones when left out. */
  readonly limits?: Limits | undefined;
}

const PRIORITY = 1;
const FILE = TYPE_CODES.indexOf('file');
/** Bytes in memory at a time. */
const BATCH_BYTES = 64 << 20;
/** A Go program is never smaller. */
const MIN_PROGRAM_BYTES = 256 << 10;

interface Candidate {
  readonly path: string;
  /** Row of the layer's TarIndex. */
  readonly row: number;
  readonly size: number;
}

/** Everything that a rootfs says about what is installed in it. Files are read a layer at a time, in order. */
export async function readPackages(source: PackageSource, options: WorkOptions): Promise<CollectedPackages> {
  const collector = createPackageCollector();
  const { byLayer, programs } = findCandidates(source, collector);
  for (const [layer, files] of byLayer) {
    for (const batch of batches(files)) {
      // One batch at a time bounds what is in memory.
      // oxlint-disable-next-line no-await-in-loop
      await readBatch(source, layer, batch, collector, options);
    }
  }
  await readPrograms(source, programs, collector, options);
  return collector.finish();
}

function findCandidates({ stack, indexed, limits = DEFAULT_LIMITS }: PackageSource, collector: PackageCollector) {
  const { 'package-files': mostFiles, 'package-programs': mostPrograms } = limits;
  const { table, indexes } = stack;
  const byLayer = new Map<number, Candidate[]>();
  const programs: number[] = [];
  const statusFolders = new Set<number>();
  let found = 0;
  for (let path = 1; path < table.length; path++) {
    const version = table.visible[path]!;
    if (version === -1) continue;
    const name = nameOf(stack, path);
    if (name === 'status.d' && isStatusFolder(pathText(table, path).path)) statusFolders.add(path);
    if (table.type[version] !== FILE) continue;
    const inode = table.inode[version]!;
    const layer = table.layer[inode]!;
    const row = table.row[inode]!;
    const index = indexes[layer];
    if (row === -1 || !index || !indexed[layer]) continue;
    const size = index.size[row]!;
    const mayRun = (index.mode[row]! & 0o111) !== 0 || name.endsWith('.exe');
    if (inode === version && mayRun && size >= MIN_PROGRAM_BYTES) programs.push(path);
    if (!mayTellPackages(name) && !statusFolders.has(table.parent[path]!)) continue;
    const text = pathText(table, path).path;
    const file = packageFileOf(text);
    if (!file) continue;
    const most = Math.min(file.limit, limits['package-file-bytes']);
    if (++found > mostFiles)
      collector.add(text, undefined, `The image has over ${mostFiles} files that tell of packages (package-files).`);
    else if (size > most)
      collector.add(text, undefined, `${text} has over ${most} bytes, more than any of its kind (package-file-bytes).`);
    else {
      const files = byLayer.get(layer);
      if (files) files.push({ path: text, row, size });
      else byLayer.set(layer, [{ path: text, row, size }]);
    }
  }
  if (programs.length > mostPrograms) {
    const message = `The image has over ${mostPrograms} programs; the others were not looked into (package-programs).`;
    collector.addFound('go', pathText(table, programs[mostPrograms]!).path, [], message);
  }
  return { byLayer, programs: programs.slice(0, mostPrograms) };
}

function nameOf({ table }: Stack, path: number): string {
  const from = table.nameOffset[path]!;
  return bytesToText(table.names.subarray(from, from + table.nameLength[path]!));
}

function* batches(files: readonly Candidate[]): Iterable<readonly Candidate[]> {
  let batch: Candidate[] = [];
  let bytes = 0;
  for (const file of files.toSorted((a, b) => a.row - b.row)) {
    if (batch.length > 0 && bytes + file.size > BATCH_BYTES) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(file);
    bytes += file.size;
  }
  if (batch.length > 0) yield batch;
}

async function readBatch(
  { indexed, pool }: PackageSource,
  number: number,
  files: readonly Candidate[],
  collector: PackageCollector,
  { signal, onProgress }: WorkOptions,
): Promise<void> {
  const { region, restart, tarSize, index } = indexed[number]!;
  const rows = Int32Array.from(files, ({ row }) => row);
  const rare = new Map();
  for (const row of rows) if (index.flags[row]! & ENTRY_FLAG.sparse) rare.set(row, index.rare.get(row));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const bodies = await pool.run(
    'readBodies',
    { layer: { region, restart, tarSize, index: { ...index, rare } }, rows },
    {
      signal,
      priority: PRIORITY,
      onProgress: (done) => onProgress?.({ stage: 'comparing', done, total, layer: number }),
    },
  );
  for (const [i, { path }] of files.entries())
    collector.add(path, bodies[i], `${path} lies in a damaged part of layer ${number}.`);
}

async function readPrograms(
  { stack, indexed, pool, cacheDir }: PackageSource,
  programs: readonly number[],
  collector: PackageCollector,
  { signal }: WorkOptions,
): Promise<void> {
  const reader = createReader({ stack, indexed, pool, cacheDir });
  const look = async (row: number) => {
    const { path } = pathText(stack.table, row);
    try {
      const content = reader.content(row);
      const read = (offset: number, length: number) => content.read(offset, length, signal);
      const found = await readGoBinary(read, path);
      if (found.length > 0) collector.addFound('go', path, found);
    } catch (error) {
      if (!(error instanceof OutcropError) || error.code !== 'layer-damaged') throw error;
    }
  };
  const waiting = [...programs];
  // Two at a time keep two threads busy and no more in memory.
  await Promise.all(
    [0, 1].map(async () => {
      for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
        // oxlint-disable-next-line no-await-in-loop
        await look(row);
      }
    }),
  );
}
