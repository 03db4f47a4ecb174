import { expect, test } from 'vitest';
import type { SpaceNode } from '../../../../shared/model/space.ts';
import { boxesOf, namesTo, siblingsOf } from './boxes.ts';
import { layOut } from './layout.ts';
import { boxAt, neighbour, rectOf } from './places.ts';

/** A tree drawn as `parent name size` lines; a folder's size is that of what it holds and of what is left out. */
const TREE = [
  node(-1, '', 1000, { children: 3 }),
  node(0, 'usr', 700, { children: 9, restCount: 7, restSize: 100 }),
  node(0, 'etc', 200),
  node(0, 'bin', 100),
  node(1, 'lib', 500),
  node(1, 'share', 100),
];

function node(parent: number, name: string, size: number, more: Partial<SpaceNode> = {}): SpaceNode {
  const base = { pathID: 0, layer: 0, type: 'dir', children: 0, restCount: 0, restSize: 0 } as const;
  return { ...base, parent, name, size, ...more };
}

const boxes = boxesOf({ nodes: TREE });
const rects = layOut({
  parent: Int32Array.from(boxes, (box) => box.parent),
  size: Float64Array.from(boxes, (box) => box.size),
  width: 800,
  height: 500,
});
const picture = { boxes, rects, width: 800, height: 500 };
const named = (name: string) => TREE.findIndex((entry) => entry.name === name);
const area = (index: number) => rectOf(picture, index).width * rectOf(picture, index).height;

test('what is left out of a folder is one box behind the others', () => {
  expect(boxes.slice(TREE.length)).toEqual([{ kind: 'rest', parent: 1, size: 100, count: 7 }]);
});

test('names lead from the folder of the picture down', () => {
  expect(namesTo(boxes, named('lib'))).toEqual(['usr', 'lib']);
  expect(siblingsOf(boxes, named('etc')).map((index) => TREE[index]?.name)).toEqual(['usr', 'etc', 'bin']);
});

test('areas follow sizes, and boxes lie in their folder', () => {
  expect(area(named('etc')) / area(named('bin'))).toBeCloseTo(2, 0);
  const usr = rectOf(picture, named('usr'));
  for (const name of ['lib', 'share']) {
    const inner = rectOf(picture, named(name));
    expect(inner.x).toBeGreaterThanOrEqual(usr.x);
    expect(inner.y + inner.height).toBeLessThanOrEqual(usr.y + usr.height);
  }
});

test('a point finds the innermost box, and arrows the box beside', () => {
  const lib = rectOf(picture, named('lib'));
  expect(boxAt(picture, lib.x + 2, lib.y + 2)).toBe(named('lib'));
  const usr = rectOf(picture, named('usr'));
  expect(boxAt(picture, usr.x + 5, usr.y + 5)).toBe(named('usr'));
  const others = siblingsOf(boxes, named('usr'));
  const right = neighbour(picture, named('usr'), others, 'right');
  expect(right === undefined ? undefined : TREE[right]?.name).toMatch(/etc|bin/);
  expect(neighbour(picture, named('usr'), others, 'left')).toBeUndefined();
});

test('an image without bytes has no boxes with an area', () => {
  const none = layOut({ parent: Int32Array.of(-1), size: Float64Array.of(0), width: 100, height: 100 });
  expect([...none]).toEqual([0, 0, 100, 100]);
});
