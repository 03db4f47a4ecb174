import type { Region } from '../bytes/region.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { BodyLayer } from '../tar/layer-reader.ts';
import type { JobInput, JobName } from './jobs.ts';

/** Milliseconds, as measured on a slow machine. */
const PER_ENTRY = {
  merge: 0.0003,
  keep: 0.0002,
  read: 0.00005,
  order: 0.0003,
  space: 0.0007,
  unite: 0.0007,
  settle: 0.0005,
  body: 0.003,
} as const;
const PER_BYTE = { headers: 1 / 1.6e6, inflate: 1 / 1e5, hash: 1 / 1e6, lower: 1 / 3e5 } as const;
/** Of a job that looks at a few files or reads one short body. */
const FEW_FILES = 5;

type Costs = { readonly [Name in JobName]?: (input: JobInput<Name>) => number };

/** Only jobs that are mostly short: others go to a thread whatever they would take. */
const costs: Costs = {
  indexLayer: ({ region, compression }) => readingCost(region, compression, PER_BYTE.headers),
  bringsToc: () => FEW_FILES,
  hashLayer: ({ region, compression }) => readingCost(region, compression, PER_BYTE.hash),
  readBody: ({ layer, length }) => FEW_FILES + length * PER_BYTE.hash + (layer.restart.kind === 'raw' ? 0 : 50),
  merge: ({ indexes }) => indexes.reduce((sum, index) => sum + (index?.length ?? 0), 0) * PER_ENTRY.merge,
  findStored: () => FEW_FILES,
  readIndex: ({ stored }) => FEW_FILES + stored.entries * PER_ENTRY.read,
  readElsewhere: ({ region, stored }) =>
    FEW_FILES + stored.entries * PER_ENTRY.read + readingCost(region, 'none', PER_BYTE.hash),
  keepIndex: ({ layer }) => FEW_FILES + layer.index.length * PER_ENTRY.keep,
  keepRecord: () => FEW_FILES,
  keepVerified: () => FEW_FILES,
  moveStack: () => FEW_FILES,
  findStack: ({ rows }) => FEW_FILES + rows.reduce((sum, entries) => sum + entries, 0) * PER_ENTRY.read,
  keepStack: ({ table }) => FEW_FILES + table.length * PER_ENTRY.keep,
  findOrder: ({ paths }) => FEW_FILES + paths * PER_ENTRY.read,
  keepOrder: ({ order }) => FEW_FILES + order.children.length * PER_ENTRY.read,
  measureSpace: ({ table }) => table.length * PER_ENTRY.space,
  orderChildren: ({ paths }) => paths.length * PER_ENTRY.order,
  haveSameBlocks: () => FEW_FILES,
  uniteTrees: ({ before, after }) => (before.table.length + after.table.length) * PER_ENTRY.unite,
  compareBodies: ({ rowsBefore, before }) => bodiesCost(before, rowsBefore),
  hashBodies: ({ layer, rows }) => (layer.restart.kind === 'raw' ? bodiesCost(layer, rows) : Number.POSITIVE_INFINITY),
  settleTree: ({ tree }) => tree.length * PER_ENTRY.settle,
  lowerNames: ({ names }) => names.length * PER_BYTE.lower,
};

/** Milliseconds that a job takes, about; infinite when nobody can tell. */
export function costOf<Name extends JobName>(name: Name, input: JobInput<Name>): number {
  return costs[name]?.(input) ?? Number.POSITIVE_INFINITY;
}

const DISK_JOBS: ReadonlySet<JobName> = new Set<JobName>(['keepIndex', 'keepStack', 'keepOrder']);

/** Whether a job does little but write, asynchronously. */
export function waitsForDisk(name: JobName): boolean {
  return DISK_JOBS.has(name);
}

function bodiesCost({ index: { size } }: BodyLayer, rows: Int32Array): number {
  let bytes = 0;
  for (const row of rows) bytes += size[row]!;
  return FEW_FILES + rows.length * PER_ENTRY.body + bytes * PER_BYTE.hash;
}

function readingCost({ size }: Region, compression: Compression, perByte: number): number {
  return FEW_FILES + size * (compression === 'none' ? perByte : PER_BYTE.inflate);
}
