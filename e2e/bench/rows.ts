import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CLI, nodeBinary } from '../harness/product.ts';
import {
  manyLayers,
  nothingShared,
  overlappingLayers,
  rootfs,
  sharedBase,
  smallFiles,
  type BenchPair,
} from './inputs.ts';
import type { BenchImage } from './layout.ts';
import type { Program } from './measure.ts';

/** One comparison: the product against the named peer on the same bytes. */
export interface Row {
  readonly name: string;
  readonly ours: Program;
  /** Undefined for a row that only tells how cost grows. */
  readonly peer?: Program;
  /** What both programs also do that is no part of the comparison: measured in the same turns, and taken off. */
  readonly less?: { readonly ours: Program; readonly peer: Program };
  readonly gate: Gate;
  readonly image: BenchImage;
}

/** What is held to a figure of performance.md §2. `report` is only told. */
export type Gate =
  | { readonly kind: 'report' }
  | { readonly kind: 'ratio'; readonly of: 'cpu' | 'wall'; readonly must: number; readonly stretch: number }
  | { readonly kind: 'rss'; readonly mustMB: number; readonly mustMs?: number };

export interface Sizes {
  readonly growth: readonly number[];
  readonly perLayer: number;
  readonly megabytes: number;
  /** Files of 64 MiB in one gzip layer. */
  readonly largeFiles: number;
}

export const FULL: Sizes = {
  growth: [10_000, 100_000, 1_000_000],
  perLayer: 100_000,
  megabytes: 400,
  largeFiles: 86,
};
export const QUICK: Sizes = { growth: [10_000, 30_000, 100_000], perLayer: 10_000, megabytes: 100, largeFiles: 4 };
/** Entries of forty layers together: dive takes 116 s and 2 GB for them. */
const MANY_LAYERS_ENTRIES = 80_000;

/** Every row, its inputs made. @param cache folder for the inputs @param home `OUTCROP_HOME` of every run */
export async function makeRows(cache: string, home: string, sizes: Sizes): Promise<Row[]> {
  const growth = [];
  for (const count of sizes.growth) growth.push(await smallFiles(cache, count));
  const largest = growth.at(-1);
  if (!largest) throw new Error('no sizes to measure');
  const stack = await overlappingLayers(cache, sizes.perLayer);
  const many = await manyLayers(cache, MANY_LAYERS_ENTRIES);
  const raw = await rootfs(cache, sizes.megabytes, 'raw');
  const gzip = await rootfs(cache, sizes.megabytes, 'gzip');
  const zstd = await rootfs(cache, sizes.megabytes, 'zstd');
  const builds = {
    raw: await sharedBase(cache, sizes.perLayer, 'raw'),
    gzip: await sharedBase(cache, sizes.perLayer, 'gzip'),
  };
  const alone = await nothingShared(cache, largest.entries);
  const ours = (command: string, image: BenchImage) => outcropProgram(command, image, home);
  const row = (
    name: string,
    image: BenchImage,
    rest: Pick<Row, 'ours' | 'gate'> & Partial<Pick<Row, 'peer' | 'less'>>,
  ): Row => ({
    name,
    image,
    ...rest,
  });
  return [
    ...growth.map((image) =>
      row(`open raw, ${count(image.entries)} entries`, image, {
        ours: ours('layers', image),
        peer: tarList(image),
        gate: image === largest ? { kind: 'ratio', of: 'cpu', must: 0.75, stretch: 0.5 } : { kind: 'report' },
      }),
    ),
    row(`open again, ${count(largest.entries)} entries`, largest, {
      ours: openAgain(largest, home),
      peer: { ...ours('layers', largest), name: 'first open' },
      gate: { kind: 'ratio', of: 'wall', must: 0.05, stretch: 0.03 },
    }),
    row(`list raw, ${count(largest.entries)} entries (ls -R)`, largest, {
      ours: ours('ls -R', largest),
      peer: peer('tar -tvf', 'tar', 'for layer; do tar -tvf "$layer"; done', largest),
      gate: { kind: 'report' },
    }),
    row(`open 8 layers, ${count(stack.entries)} entries`, stack, {
      ours: ours('layers', stack),
      peer: tarList(stack),
      gate: { kind: 'rss', mustMB: 400 },
    }),
    row(`open 40 layers, ${count(many.entries)} entries (dive: 116 s, 2 GB)`, many, {
      ours: ours('layers', many),
      peer: tarList(many),
      gate: { kind: 'rss', mustMB: 250, mustMs: 3000 },
    }),
    row(`merge 8 layers, ${count(stack.entries)} entries`, stack, {
      ours: openAgain(stack, home, ['stacks']),
      peer: nestedMaps(stack, ''),
      less: { ours: openAgain(stack, home), peer: nestedMaps(stack, '--no-merge') },
      gate: { kind: 'ratio', of: 'cpu', must: 0.15, stretch: 0.1 },
    }),
    row(`open raw root file system, ${megabytes(raw)}`, raw, {
      ours: ours('layers', raw),
      peer: tarList(raw),
      gate: { kind: 'report' },
    }),
    row(`open gzip, both digests, ${megabytes(gzip)}`, gzip, {
      ours: ours('layers', gzip),
      peer: peer('gzip -dc', 'gzip', 'gzip -dc < "$1"', gzip),
      gate: { kind: 'ratio', of: 'wall', must: 0.75, stretch: 0.55 },
    }),
    row(`restart points on the way, ${megabytes(gzip)} gzip`, gzip, {
      ours: ours('layers', gzip),
      peer: { ...ours('verify', gzip), name: 'a pass without them (verify)' },
      gate: { kind: 'ratio', of: 'cpu', must: 1.15, stretch: 1 },
    }),
    row(`open zstd, both digests, ${megabytes(zstd)}`, zstd, {
      ours: ours('layers', zstd),
      peer: {
        ...peer('zstd -dc | sha256sum', 'zstd', 'zstd -dc < "$1" | sha256sum', zstd),
        needs: ['zstd', 'sha256sum'],
      },
      gate: { kind: 'ratio', of: 'wall', must: 0.75, stretch: 0.55 },
    }),
    ...(['raw', 'gzip'] as const).map((form) =>
      row(
        `compare two builds on one base, ${form}, ${count(builds[form].before.entries)} entries`,
        builds[form].unshared,
        {
          ours: compareProgram(builds[form], home),
          peer: { ...ours('layers', builds[form].unshared), name: 'reading what they do not share' },
          gate: { kind: 'rss', mustMB: 300 },
        },
      ),
    ),
    row(`compare without a shared layer, ${count(alone.before.entries)} entries`, alone.before, {
      ours: compareProgram(alone, home),
      peer: { ...ours('layers', alone.before), name: 'reading one of them' },
      gate: { kind: 'rss', mustMB: 1000 },
    }),
    row(`verify raw, ${megabytes(raw)}`, raw, {
      ours: ours('verify', raw),
      peer: peer('openssl dgst -sha256', 'openssl', 'openssl dgst -sha256 "$1"', raw),
      gate: { kind: 'ratio', of: 'cpu', must: 1.5, stretch: 1.2 },
    }),
  ];
}

/** The product doing nothing: what every fresh process pays before the first byte. */
export function emptyProcess(): Program {
  return { name: 'outcrop --version', needs: [], line: '"$1" "$2" --version', args: [nodeBinary(), CLI] };
}

/** A fresh process that finds no index of an earlier run; the program itself stays compiled, as it does for a user. */
function outcropProgram(command: string, image: BenchImage, home: string): Program {
  const [name = '', ...options] = command.split(' ');
  return {
    name: `outcrop ${command}`,
    needs: [],
    line: `"$1" "$2" ${name} "$3" ${options.join(' ')} --json`,
    args: [nodeBinary(), CLI, image.path],
    before: () => {
      for (const folder of ['cache/spool', 'cache/unpacked', 'store'])
        rmSync(join(home, folder), { recursive: true, force: true });
    },
  };
}

function compareProgram({ before, after }: Pick<BenchPair, 'before' | 'after'>, home: string): Program {
  return {
    ...outcropProgram('compare', before, home),
    // Two images that differ are no failure.
    line: '"$1" "$2" compare "$3" "$4" --json; test $? -eq 1',
    args: [nodeBinary(), CLI, before.path, after.path],
  };
}

/**
 * The same on a data folder of its own that is kept: the first round, which is dropped, leaves the indexes there.
 * @param but kinds of kept files that are removed before each run
 */
function openAgain(image: BenchImage, home: string, but: readonly string[] = []): Program {
  const kept = join(home, `kept${but.join()}`);
  return {
    name: 'outcrop layers, again',
    needs: [],
    line: 'OUTCROP_HOME="$4" "$1" "$2" layers "$3" --json',
    args: [nodeBinary(), CLI, image.path, kept],
    before: () => {
      for (const kind of but) rmSync(join(kept, 'store/indexes/v1', kind), { recursive: true, force: true });
    },
  };
}

function nestedMaps({ layers }: BenchImage, option: '' | '--no-merge'): Program {
  const program = join(import.meta.dirname, 'nested-map.ts');
  return {
    name: 'nested maps of objects',
    needs: [],
    line: '"$@"',
    args: [nodeBinary(), program, ...(option === '' ? [] : [option]), ...layers],
  };
}

function tarList(image: BenchImage): Program {
  return peer('tar -tf', 'tar', 'for layer; do tar -tf "$layer"; done', image);
}

function peer(name: string, tool: string, line: string, image: BenchImage): Program {
  return { name, needs: [tool], line, args: image.layers };
}

function count(entries: number): string {
  return entries >= 1_000_000 ? `${(entries / 1_000_000).toFixed(1)}M` : `${Math.round(entries / 1000)}k`;
}

function megabytes({ tarSize }: BenchImage): string {
  return `${Math.round(tarSize / 1_000_000)} MB`;
}
