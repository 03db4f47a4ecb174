import { describe, expect, test } from 'vitest';
import { outlineJSON, pathOf, valueText, type JSONNode } from './json-nodes.ts';
import { firstFolded, searchNodes, stepMatch, unfoldTo, visibleRows } from './json-rows.ts';

function nodesOf(text: string): readonly JSONNode[] {
  const outline = outlineJSON(text);
  if (outline.kind !== 'ok') throw new Error(outline.kind);
  return outline.nodes;
}
const paths = (text: string) => nodesOf(text).map((_, index, all) => pathOf(all, index));

describe('outlineJSON', () => {
  test.each([
    ['a scalar is one node', '42', ['.']],
    ['an object lists its members in their order', '{"b":1,"a":{"c":null}}', ['.', '.b', '.a', '.a.c']],
    ['an array counts from 0', '[true,[2]]', ['.', '[0]', '[1]', '[1][0]']],
    ['names that jq would quote are quoted', '{"a b":{"1":[{}]}}', ['.', '["a b"]', '["a b"]["1"]', '["a b"]["1"][0]']],
    ['a name given twice is shown twice', '{"a":1,"a":2}', ['.', '.a', '.a']],
    ['white space is nothing', ' {\n "a" : [ ] \t}\r\n', ['.', '.a']],
    ['an empty name is a name', '{"":0}', ['.', '[""]']],
  ])('%s', (_, text, expected) => expect(paths(text)).toEqual(expected));

  test('values are cut from the source, every digit kept', () => {
    const text = '{"size":12345678901234567890,"e":1e400,"s":"a\\"\\u00e9\\\\","o":{"x":1}}';
    expect(
      nodesOf(text)
        .map((node) => valueText(text, node))
        .slice(1, 5),
    ).toEqual(['12345678901234567890', '1e400', 'a"é\\', '{"x":1}']);
  });

  test('a name like __proto__ is only a name', () => expect(paths('{"__proto__":{"x":1}}')[1]).toBe('.__proto__'));

  test.each(['', '{', '{"a":}', '[1,]', '{} {}', 'nul'])('%j is invalid', (text) =>
    expect(outlineJSON(text)).toEqual({ kind: 'invalid' }),
  );

  test('a hundred thousand brackets do not overflow the stack', () => {
    const depth = 100_000;
    const nodes = nodesOf('['.repeat(depth) + ']'.repeat(depth));
    expect(nodes.at(-1)?.depth).toBe(depth - 1);
    expect(visibleRows(nodes, firstFolded(nodes)).length).toBeLessThan(500);
  });

  test('more values than the limit are refused, not shown in part', () =>
    expect(outlineJSON('[1,2,3]', 3)).toEqual({ kind: 'too-large', limit: 3 }));
});

describe('rows', () => {
  const text = '{"a":{"b":[1,2]},"c":3}';
  const nodes = nodesOf(text);
  const shown = (folded: Iterable<number>) =>
    visibleRows(nodes, new Set(folded))
      .map((index) => pathOf(nodes, index))
      .join(' ');

  test.each([
    ['all open', [], '. .a .a.b .a.b[0] .a.b[1] .c'],
    ['a folded array hides its values', [2], '. .a .a.b .c'],
    ['a fold inside a fold stays hidden', [1, 2], '. .a .c'],
    ['a folded root is one row', [0], '.'],
  ])('%s', (_, folded, expected) => expect(shown(folded)).toBe(expected));

  test('unfolding to a value opens its ancestors only', () =>
    expect([...unfoldTo(nodes, new Set([0, 1, 2]), 2)]).toEqual([2]));

  test('a small document is open, a wide one begins folded', () => {
    expect(firstFolded(nodes).size).toBe(0);
    const wide = nodesOf(`{"history":[${Array.from({ length: 1000 }, () => '{"a":1}').join(',')}]}`);
    expect(visibleRows(wide, firstFolded(wide)).length).toBeLessThan(500);
  });
});

describe('search', () => {
  const text = '{"Env":["PATH=/usr/bin","LANG=C"],"env":{"path":true},"n":1200}';
  const nodes = nodesOf(text);

  test.each([
    ['names and values match, without case', 'path', ['.Env[0]', '.env.path']],
    ['a container matches by name only', 'env', ['.Env', '.env']],
    ['numbers match by their digits', '120', ['.n']],
    ['an array index is no name', '0', ['.n']],
    ['nothing matches an empty query', '', []],
  ])('%s', (_, query, expected) =>
    expect(searchNodes(text, nodes, query).map((index) => pathOf(nodes, index))).toEqual(expected),
  );

  test.each([
    ['forward to the next', [2, 5, 9], 2, true, 1],
    ['forward around the end', [2, 5, 9], 9, true, 0],
    ['back to the one before', [2, 5, 9], 9, false, 1],
    ['back around the start', [2, 5, 9], 2, false, 2],
    ['nowhere to go', [], 0, true, -1],
  ])('%s', (_, matches, from, forward, expected) => expect(stepMatch(matches, from, forward)).toBe(expected));
});
