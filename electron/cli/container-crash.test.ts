import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nameOfText } from '../engine/container/name.ts';
import { createEngine } from '../engine/engine.ts';
import { makeArchive } from './test-image.ts';

/** Runs in a process of its own: one edit after the other, each told once it is confirmed. */
const EDITOR = (home: string, engine: URL) => `
  const { createEngine } = await import(${JSON.stringify(engine.href)});
  const engine = createEngine({ dataDir: ${JSON.stringify(home)}, threads: 0 });
  const { container } = await engine.containers.open('c');
  for (let i = container.summary.edits; ; i++) {
    const body = await container.store([Buffer.from('content ' + i)]);
    await container.apply({ kind: 'write', path: ['f' + i], body });
    console.log(i);
  }`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-crash-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a process that is killed between or within edits loses none that it confirmed', async () => {
  const app = join(folder, 'app.tar');
  const home = join(folder, 'home');
  await writeFile(app, await makeArchive([{ names: ['a:1'], layers: [{ createdBy: '', entries: [{ name: 'a/' }] }] }]));
  const first = createEngine({ dataDir: home, threads: 0 });
  await first.containers.create(await (await first.open(app)).images[0]!.load(), 'c');
  await first.close();

  for (const wanted of [1, 4, 9]) {
    const confirmed = await editUntilKilled(home, wanted);
    const engine = createEngine({ dataDir: home, threads: 0 });
    const { container } = await engine.containers.open('c');
    const { edits } = container.summary;
    // The one in flight may have been kept as well.
    expect([confirmed + 1, confirmed + 2]).toContain(edits);
    expect(container.diff().map(({ path }) => path)).toHaveLength(edits);
    for (const [name, { facts }] of container.tree.children())
      if (facts.kind === 'file' && /^f\d/.test(name)) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of container.read(facts.body)) chunks.push(chunk);
        expect(Buffer.concat(chunks).toString()).toBe(`content ${name.slice(1)}`);
      }
    await engine.close();
  }
});

const mkdir = (name: string) => ({ kind: 'mkdir', path: [nameOfText(name)], mode: 0o755, parents: false }) as const;

test('two who edit at once both keep their edits', async () => {
  const engine = createEngine({ dataDir: join(folder, 'home'), threads: 0 });
  const containers = engine.containers;
  const [{ container: one }, { container: two }] = [await containers.open('c'), await containers.open('c')];
  const before = one.summary.edits;
  await Promise.all([one.apply(mkdir('by-one')), two.apply(mkdir('by-two')), one.apply(mkdir('by-one-again'))]);
  const { container } = await containers.open('c');
  expect(container.summary.edits).toBe(before + 3);
  const names = container.diff().map(({ path }) => path);
  expect(names.filter((path) => path.startsWith('/by-'))).toEqual(['/by-one', '/by-one-again', '/by-two']);
  await engine.close();
});

/** @returns the number of the last edit that was confirmed before the kill */
async function editUntilKilled(home: string, wanted: number): Promise<number> {
  const engine = new URL('../engine/engine.ts', import.meta.url);
  const args = ['--input-type=module', '-e', EDITOR(home, engine)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = -1;
  let count = 0;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    if (++count === wanted) child.kill('SIGKILL');
  }
  return last;
}
