import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { splitPath } from '../container/name.ts';
import { createEngine } from '../engine.ts';
import { keepImage } from './keep-image.ts';
import { commitContainer } from './new-image.ts';
import { cutPower } from './power-cut.test-support.ts';
import type { Loss } from './unsynced.test-support.ts';

/*
 * A program for tests that kill it: node store-process.test-support.ts DATADIR CUT_AT LOSS SEED STEP…
 * STEP is `load:FILE:NAME`, `open:FILE`, `tag NAME NAME`, `rmi NAME`, `commit NAME NAME` (an edited container
 * of the first as the second), `gc` or `gc unnamed`. It prints each step once it is confirmed, and at the end how many
 * operations on files it made. Before operation CUT_AT it is killed and LOSS is lost (power-cut.test-support.ts); 0 never.
 */
const [dataDir = '', cutAt = '0', loss = 'kill', seed = '', ...steps] = process.argv.slice(2);
let drawn = 0;
const random = () => createHash('sha256').update(`${seed} ${++drawn}`).digest().readUInt32LE() / 2 ** 32;
const operations = cutPower({ graveyard: `${dataDir}-graveyard`, at: Number(cutAt), loss: loss as Loss, random });

const engine = createEngine({ dataDir, threads: 0 });
for (const step of steps) {
  const [what = '', file = '', ...name] = step.split(/ |:(?=.*\.tar)|(?<=\.tar):/);
  // One step after the other.
  /* oxlint-disable no-await-in-loop */
  if (what === 'gc') await engine.store.collectGarbage({ unnamed: file === 'unnamed' });
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
fs.writeSync(1, `operations:${operations()}\n`);
