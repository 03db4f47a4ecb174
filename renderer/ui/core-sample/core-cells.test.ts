import { describe, expect, test } from 'vitest';
import type { HiddenHow, PathVersion } from '../../../shared/model/entry.ts';
import { cellHeight, coreCells, firstChoice, hidingLines, MIN_CELL_HEIGHT, type CoreCell } from './core-cells.ts';

/** `2` is a visible version in layer 2; `0<3 whiteout` a version in layer 0 that layer 3 hides. */
function version(drawing: string): PathVersion {
  const [layers = '', how] = drawing.split(' ');
  const [layer = '', by] = layers.split('<');
  return {
    layer: Number(layer),
    type: 'file',
    mode: '0644',
    uid: 0,
    gid: 0,
    size: 1,
    mtime: 0,
    implicit: false,
    visible: by === undefined,
    change: [],
    ...(by !== undefined && { hiddenBy: { layer: Number(by), how: how as HiddenHow, via: '/a' } }),
  };
}

/** Top first: `V3` a version, `M2(0)` a layer that only hides layer 0's, `1-4` layers without the path. */
function draw(cell: CoreCell): string {
  if (cell.kind === 'version') return `V${cell.layer}`;
  if (cell.kind === 'marker') return `M${cell.layer}(${cell.hides.map((hiding) => hiding.layer).join(',')})`;
  return cell.from === cell.to ? `${cell.from}` : `${cell.from}-${cell.to}`;
}

describe('coreCells', () => {
  test.each([
    ['a file of the base is alone at the bottom', ['0'], 5, '1-4 V0'],
    ['a file of the top layer lies on one run', ['4'], 5, 'V4 0-3'],
    ['an image of one layer has one cell', ['0'], 1, 'V0'],
    ['a path that is nowhere is one run', [], 3, '0-2'],
    ['no layers, no cells', [], 0, ''],
    ['a replaced version keeps its cell', ['0<2 replaced', '2'], 4, '3 V2 1 V0'],
    ['a whiteout has a cell though it is no version', ['1<3 whiteout'], 5, '4 M3(1) 2 V1 0'],
    ['a folder made opaque hides only what still showed', ['0<1 replaced', '1<2 opaque'], 3, 'M2(1) V1 V0'],
    ['deleted, then made again', ['0<1 whiteout', '2'], 3, 'V2 M1(0) V0'],
    ['a long stack is still short', ['0<99 replaced', '99'], 120, '100-119 V99 1-98 V0'],
  ])('%s', (_, versions, layers, expected) =>
    expect(coreCells(versions.map(version), layers).map(draw).join(' ')).toBe(expected),
  );
});

test('a line runs from each hiding layer to the version it hides', () => {
  const versions = ['0<2 replaced', '2<3 whiteout', '4'].map(version);
  expect(hidingLines(versions)).toEqual([
    { from: 2, to: 0, how: 'replaced' },
    { from: 3, to: 2, how: 'whiteout' },
  ]);
});

test.each([
  ['the visible version', ['0<1 replaced', '1'], 1],
  ['the topmost when all are hidden', ['0<1 replaced', '1<2 whiteout'], 1],
  ['none when the path is nowhere', [], undefined],
])('shown first: %s', (_, versions, layer) => expect(firstChoice(versions.map(version))?.layer).toBe(layer));

describe('cellHeight', () => {
  test('grows with the layer and never below a readable number', () => {
    const heights = [0, 1, 10_000, 5_000_000, 1e9].map((bytes) => cellHeight(bytes, 1e9));
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(heights[0]).toBe(MIN_CELL_HEIGHT);
    expect(new Set(heights).size).toBeGreaterThan(3);
  });
  test('an image of empty layers has no infinite cells', () => expect(cellHeight(0, 0)).toBe(MIN_CELL_HEIGHT));
});
