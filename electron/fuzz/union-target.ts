import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcropError } from '../../shared/errors.ts';
import { SORT_KEYS, type ViewSpec } from '../../shared/model/view.ts';
import { createEngine } from '../engine/engine.ts';
import { dockerArchive } from '../engine/hostile-recipes.test-support.ts';
import type { LoadedImage } from '../engine/opened.ts';
import type { PictureEntry } from '../engine/union/picture.test-support.ts';
import { randomLayers } from '../engine/union/random-image.test-support.ts';
import { writeTar } from '../engine/union/tar-bytes.test-support.ts';
import { below, must, pick, type FuzzTarget, type Random } from './target.ts';

const FILTERS = ['', 'a', 'a/b', '*', '**/b', '[a-', '(', '(a*)*b', '^/a', '\\xff', '.wh.', '{2147483647}', '/'];

/** Besides what real layers have: links within links, names of markers, hard links in circles. */
function odd(random: Random): PictureEntry {
  const path = Array.from({ length: 1 + below(random, 4) }, () =>
    pick(random, ['a', 'b', 'c', '.wh.a', '.wh..wh.plnk', '..', '.wh.']),
  ).join('/');
  return pick<PictureEntry>(random, [
    { path, type: 'symlink', link: pick(random, ['a', 'b', '../a', '/', 'a/b', '.']) },
    { path, type: 'hardlink', link: pick(random, ['a', 'b', 'c', 'a/b', path]) },
    { path, type: 'file', content: 'x' },
    { path: '', type: 'opaque' },
    { path, type: 'char', major: 0, minor: 0 },
  ]);
}

async function operate(loaded: LoadedImage, layers: number, random: Random): Promise<void> {
  const paths = [...loaded.list({ recursive: true })].map(({ path }) => path);
  must(new Set(paths).size === paths.length, 'a path is listed twice');
  for (const path of paths) {
    const parent = path.slice(0, path.lastIndexOf('/'));
    must(parent === '' || paths.includes(parent), `${path} has no parent`);
  }
  for (const { path, layer, hiddenBy } of loaded.hidden()) {
    must(hiddenBy.layer >= layer, `${path} is hidden from below`);
    must(loaded.lookup(path) !== undefined, `${path} cannot be found`);
  }
  const path = pick(random, [...paths, '/a', '/../x', '', '//']);
  const story = await loaded.explain(path);
  must(
    (story.state === 'visible') === paths.includes(path) || path === '/' || !path.startsWith('/a'),
    `${path}: list and story differ`,
  );
  const from = below(random, layers);
  for await (const _ of loaded.changes(from, from + below(random, layers - from)));
  const view = await loaded.openView(spec(layers, random));
  for (let steps = below(random, 6); steps > 0; steps--) {
    const row = below(random, loaded.pathCount + 1);
    if (random() < 0.3) view.expandAll();
    else if (random() < 0.2) view.collapseAll();
    else if (random() < 0.31) view.reveal(row);
    else if (random() < 0.5) view.toggle(row, random() < 0.5);
    // oxlint-disable-next-line no-await-in-loop
    else await view.change(spec(layers, random));
    const { rows } = view.rows(0, 1000);
    must(rows.length === Math.min(1000, view.state.rowCount), 'the view has other rows than it counts');
  }
  for await (const _ of loaded.content(path, below(random, layers + 1)).stream());
}

function spec(layers: number, random: Random): ViewSpec {
  const layer = below(random, layers);
  return {
    mode: pick(random, [
      { kind: 'merged' },
      { kind: 'upto', layer },
      { kind: 'layer', layer },
      { kind: 'range', from: below(random, layer + 1), to: layer },
    ] as const),
    showHidden: random() < 0.5,
    filter: pick(random, FILTERS),
    pattern: pick(random, ['text', 'glob', 'regex'] as const),
    sort: pick(random, SORT_KEYS),
    descending: random() < 0.5,
  };
}

/** Stacks of layers and what a window asks of them. */
export const unionTarget: FuzzTarget = {
  name: 'union',
  start: async (folder) => {
    const engine = createEngine({ dataDir: join(folder, 'data'), threads: 0 });
    const file = join(folder, 'image.tar');
    return {
      async round(random) {
        const layers = randomLayers(random).map((entries) =>
          [...entries, ...Array.from({ length: below(random, 4) }, () => odd(random))].toSorted(() => random() - 0.5),
        );
        await writeFile(file, dockerArchive(layers.map(writeTar)));
        const source = await engine.open(file);
        try {
          const loaded = await source.pick({}).load();
          await operate(loaded, layers.length, random);
        } catch (error) {
          if (!(error instanceof OutcropError)) throw error;
        } finally {
          await source.close();
        }
      },
      close: () => engine.close(),
    };
  },
};
