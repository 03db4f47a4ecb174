import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { splitPath } from '../container/name.ts';
import { createEngine } from '../engine.ts';
import { keepImage } from './keep-image.ts';
import { commitContainer } from './new-image.ts';

/*
 * A program for tests that kill it: node store-process.test-support.ts DATADIR KILL_AT STEP…
 * STEP is `load:FILE:NAME`, `open:FILE`, `tag NAME NAME`, `rmi NAME`, `commit NAME NAME` (an edited container
 * of the first as the second) or `gc`. It prints each step once it is confirmed, and at the end how many
 * operations on files it made. Before operation KILL_AT it is killed, as by `kill -9`; 0 never.
 */
const [dataDir = '', killAt = '0', ...steps] = process.argv.slice(2);
let operations = 0;

function counted<T extends object>(holder: T, names: readonly (keyof T)[]): void {
  for (const name of names) {
    const real = holder[name] as (...args: unknown[]) => unknown;
    holder[name] = ((...args: unknown[]) => {
      if (++operations === Number(killAt)) process.kill(process.pid, 'SIGKILL');
      return real(...args);
    }) as T[typeof name];
  }
}

counted(fs, [
  'openSync',
  'writeSync',
  'fsyncSync',
  'ftruncateSync',
  'closeSync',
  'renameSync',
  'rmSync',
  'mkdirSync',
  'writev',
  'fsync',
]);
counted(fs.promises, ['open', 'rename', 'rm', 'mkdir', 'writeFile', 'link']);
syncBuiltinESMExports();

const engine = createEngine({ dataDir, threads: 0 });
for (const step of steps) {
  const [what = '', file = '', ...name] = step.split(/ |:(?=.*\.tar)|(?<=\.tar):/);
  // One step after the other.
  /* oxlint-disable no-await-in-loop */
  if (what === 'gc') await engine.store.collectGarbage();
  else if (what === 'tag') await engine.store.tag(file, name[0]!);
  else if (what === 'rmi') await engine.store.remove(file);
  else if (what === 'commit') await commit(file, name[0]!);
  else {
    const image = (await engine.open(file)).pick({});
    if (what === 'load') await engine.store.load(image, { name: name[0]! });
    else await image.load();
  }
  /* oxlint-enable no-await-in-loop */
  fs.writeSync(1, `${step}\n`);
}
async function commit(of: string, as: string): Promise<void> {
  const image = await (await engine.open(of, { stored: true })).pick({}).load();
  const opened = await engine.containers.create(image, '');
  const body = await opened.container.store([Buffer.from('edited')]);
  await opened.container.apply({ kind: 'write', path: splitPath('edited'), body });
  const scratchDir = `${dataDir}/cache`;
  await using made = await commitContainer(opened, { scratchDir, created: '2026-01-01T00:00:00Z', names: [as] });
  await keepImage(engine, made.image, { scratchDir });
  await engine.containers.remove(opened.container.summary.id);
}

await engine.close();
fs.writeSync(1, `operations:${operations}\n`);
