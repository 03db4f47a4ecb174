import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outcropJSON, requireBuild, ROOT } from '../harness/product.ts';
import { overlappingLayers, rootfs, smallFiles } from './inputs.ts';
import { largeGzip } from './large-gzip.ts';
import {
  cannotMeasure,
  interleave,
  median,
  medianOf,
  missing,
  pageTouchMs,
  run,
  spread,
  tooBusy,
  type Sample,
} from './measure.ts';
import { measureRandomAccess, randomAccessTable } from './random-access.ts';
import { comparisonTable, growthTable, verdictOf, type Growth, type Measured } from './report.ts';
import { emptyProcess, FULL, makeRows, QUICK, type Row } from './rows.ts';
import { measureStart, startLine } from './start-row.ts';
import { measureOthers, measureWindow, windowTable } from './window-rows.ts';

/** A peer whose own runs differ by more than this says that the machine was not steady. */
const STEADY = 1.5;

const HELP = `npm run bench -- [--quick] [--only TEXT] [--rounds N] [--window | --no-window]
  --quick      small inputs; ends within three minutes
  --only TEXT  rows whose name contains TEXT
  --rounds N   runs that count, after one that does not (5)
  --window     only the rows that need a browser
  --no-window  leave the rows out that need a browser
Inputs are kept in $OUTCROP_BENCH_DIR, out/bench when it is not set. The result is out/bench.md.
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    window: { type: 'boolean', default: false },
    'no-window': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  requireBuild();
  const reason = cannotMeasure();
  if (reason !== undefined) throw new Error(`Nothing can be measured: ${reason}.`);
  const out = join(ROOT, 'out');
  const cache = process.env['OUTCROP_BENCH_DIR'] ?? join(out, 'bench');
  mkdirSync(cache, { recursive: true });
  mkdirSync(out, { recursive: true });
  const sizes = values.quick ? QUICK : FULL;
  const home = mkdtempSync(join(tmpdir(), 'outcrop-bench-home-'));
  try {
    const rows = (values.window ? [] : await makeRows(cache, home, sizes)).filter(({ name }) =>
      name.includes(values.only),
    );
    const empty = await emptyRun(home);
    const measured: Measured[] = [];
    for (const row of rows) measured.push(await measure(row, home));
    const growth = growthOf(measured, empty);
    const isSteady = !values.quick && tooBusy() === undefined;
    const random = 'random access'.includes(values.only)
      ? await measureRandomAccess(await largeGzip(cache, sizes.largeFiles))
      : null;
    const inWindow = values['no-window']
      ? null
      : await measureWindow(await smallFiles(cache, sizes.growth.at(-1) ?? 0));
    const others =
      inWindow === null || typeof inWindow === 'string'
        ? null
        : await measureOthers(
            await overlappingLayers(cache, sizes.perLayer),
            await rootfs(cache, sizes.megabytes, 'gzip'),
          );
    const start = values['no-window'] ? null : await measureStart(Number(values.rounds));
    const text = [
      heading(empty),
      comparisonTable(measured),
      growth.length > 1 ? growthTable(growth) : '',
      random ? randomAccessTable(random, isSteady) : '',
      inWindow ? windowTable(inWindow, others) : '',
      start ? startLine(start) : '',
    ];
    writeFileSync(join(out, 'bench.md'), `${text.filter(Boolean).join('\n\n')}\n`);
    process.stdout.write(`${text.filter(Boolean).join('\n\n')}\n`);
    const missed = measured.filter((one) => verdictOf(one) === 'missed');
    for (const { row } of missed) process.stderr.write(`missed: ${row.name}\n`);
    process.exitCode = missed.length > 0 ? 1 : 0;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A fast wrong answer is no figure: the stack must be told as the generator made it. */
async function checkAnswer({ name, image }: Row, home: string): Promise<void> {
  const layers = (await outcropJSON(['layers', image.path, '--json'], { home })) as {
    entries: number;
    diffID: string;
  }[];
  const entries = layers.reduce((sum, layer) => sum + layer.entries, 0);
  const diffIDs = layers.map(({ diffID }) => diffID).join();
  if (entries !== image.entries || diffIDs !== image.diffIDs.join())
    throw new Error(
      `${name}: ${entries} entries of ${diffIDs}, but ${image.entries} of ${image.diffIDs.join()} were made`,
    );
}

async function measure(row: Row, home: string): Promise<Measured> {
  process.stderr.write(`${row.name}\n`);
  await checkAnswer(row, home);
  const rounds = Math.max(1, Number(values.rounds));
  const absent = row.peer && missing(row.peer);
  if (!row.peer || absent !== undefined) {
    const { ours } = await interleave({ ours: row.ours }, home, rounds);
    return {
      row,
      ours: medianOf(ours),
      peer: null,
      note: absent ?? '',
      judged: row.gate.kind === 'rss' && !values.quick,
    };
  }
  const before = tooBusy();
  const both = { ours: row.ours, peer: row.peer };
  const less = row.less && { ourLess: row.less.ours, peerLess: row.less.peer };
  const { ours, peer, ourLess, peerLess } = less
    ? await interleave({ ...both, ...less }, home, rounds)
    : { ...(await interleave(both, home, rounds)), ourLess: undefined, peerLess: undefined };
  // What runs here is part of the load by now, so only what was there before counts, and the peer's own steadiness.
  const unsteady = spread(peer) > STEADY ? `the peer's own runs differ ${spread(peer).toFixed(1)} times` : undefined;
  // The figures are set for the full sizes: on small ones the start of a process is most of what is measured.
  const note = values.quick ? 'small inputs' : (before ?? unsteady);
  return {
    row,
    ours: without(medianOf(ours), ourLess),
    peer: without(medianOf(peer), peerLess),
    note: note === undefined ? '' : `not judged: ${note}`,
    // Memory does not depend on who else runs.
    judged: note === undefined || (row.gate.kind === 'rss' && row.gate.mustMs === undefined && !values.quick),
  };
}

/** What a run costs above another one; of memory there is no such part. */
function without(whole: Sample, less: readonly Sample[] | undefined): Sample {
  if (!less) return whole;
  const part = medianOf(less);
  return { wallMs: whole.wallMs - part.wallMs, cpuMs: whole.cpuMs - part.cpuMs, rssMB: whole.rssMB };
}

async function emptyRun(home: string): Promise<Sample> {
  const samples = [];
  for (let round = 0; round < 4; round += 1) samples.push(await run(emptyProcess(), home));
  return medianOf(samples.slice(1));
}

/** From the rows that open one layer of small files at several sizes. */
function growthOf(measured: readonly Measured[], empty: Sample): Growth[] {
  return measured
    .filter(({ row }) => row.name.startsWith('open raw,'))
    .map(({ row, ours }) => ({
      entries: row.image.entries,
      cpuMs: ours.cpuMs - empty.cpuMs,
      rssMB: ours.rssMB === null || empty.rssMB === null ? null : ours.rssMB - empty.rssMB,
    }));
}

function heading(empty: Sample): string {
  const touch = median([pageTouchMs(), pageTouchMs(), pageTouchMs()]);
  return [
    `Measured ${new Date().toISOString()} on ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, ${process.platform} ${process.arch}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}.`,
    `Median of ${values.rounds} runs in turns with the peer, the first one dropped; fresh processes, warm page cache, fresh data folder.`,
    `Empty process: ${(empty.cpuMs / 1000).toFixed(2)} s CPU, ${Math.round(empty.rssMB ?? 0)} MB. Touching 100 MB of fresh memory: ${Math.round(touch)} ms.`,
  ].join('\n');
}
