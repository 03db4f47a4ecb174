import { describe, expect, test } from 'vitest';
import type { TarIndex } from '../tar/tar-index.ts';
import { mergeLayers } from './merge.ts';
import { drawIndex, type PictureEntry } from './picture.test-support.ts';
import { plainTable } from './plain-layer.ts';
import { seededRandom } from './random-image.test-support.ts';

const seed = Number(process.env['OUTCROP_SEED'] ?? Math.floor(Math.random() * 1e9));
const file = (path: string): PictureEntry => ({ path, type: 'file' });
const dir = (path: string): PictureEntry => ({ path, type: 'dir' });
const root: PictureEntry = { path: '', type: 'dir', name: './' };

/** Entries of a tree as a walk gives them: a folder, then what lies in it; sometimes all folders come first. */
function randomTree(random: () => number): PictureEntry[] {
  const entries: PictureEntry[] = [];
  const walk = (folder: string, depth: number) => {
    const count = Math.floor(random() * 9);
    for (let i = 0; i < count; i++) {
      const path = `${folder}${folder && '/'}${'abcdefgh'.slice(0, 1 + Math.floor(random() * 8))}${i}`;
      const roll = random();
      if (roll < 0.35 && depth < 4) {
        entries.push(dir(path));
        walk(path, depth + 1);
      } else if (roll < 0.45) entries.push({ path, type: 'symlink', link: 'a0' });
      else entries.push(file(path));
    }
  };
  walk('', 0);
  return random() < 0.5 ? [root, ...entries] : entries;
}

test(`what is made of one plain layer is what merging makes of it (300 trees, seed ${seed})`, () => {
  for (let i = 0; i < 300; i++) {
    const entries = randomTree(seededRandom(seed + i));
    const index = drawIndex(entries);
    const layers = i % 3 === 0 ? [undefined, index, undefined] : [index];
    expect(plainTable(layers), `tree ${seed + i}`).toEqual(mergeLayers(layers));
  }
});

describe('is left to merging', () => {
  const names: readonly [sentence: string, entries: readonly PictureEntry[]][] = [
    ['a path twice', [file('a'), file('b'), file('a')]],
    ['a file that is a folder, too', [file('a'), dir('a')]],
    ['a folder that has no entry', [file('a/b')]],
    ['a folder whose entry comes after what lies in it', [file('a/b'), dir('a')]],
    ['an entry below a symbolic link', [{ path: 'a', type: 'symlink', link: 'b' }, file('a/c')]],
    ['a hard link', [file('a'), { path: 'b', type: 'hardlink', link: 'a' }]],
    ['a whiteout', [file('a'), { path: 'b', type: 'whiteout' }]],
    ['an opaque marker', [dir('a'), { path: 'a', type: 'opaque' }]],
    ['a folder whose name looks like a whiteout', [{ path: '.wh.a', type: 'dir', name: '.wh.a/' }, file('.wh.a/b')]],
    ['a name that climbs out of the root', [{ path: 'a', type: 'file', name: '../a' }]],
    ['a root that is a file', [{ path: '', type: 'file', name: './' }, file('a')]],
    ['a root that comes later', [file('a'), root]],
  ];
  test.each(names)('%s', (_, entries) => expect(plainTable([drawIndex(entries)])).toBeUndefined());

  test('a stack of two layers, and one of none', () => {
    const index: TarIndex = drawIndex([file('a')]);
    expect(plainTable([index, index])).toBeUndefined();
    expect(plainTable([undefined])).toBeUndefined();
  });
});
