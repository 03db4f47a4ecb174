import { describe, expect, test } from 'vitest';
import { field, MAX_JSON_DEPTH, parseJson, textMapField } from './json.ts';

const parse = (text: string | Uint8Array) => parseJson(typeof text === 'string' ? Buffer.from(text) : text);

describe('JSON of untrusted bytes', () => {
  test.each([
    ['an object', '{"a":1}', { a: 1 }],
    ['brackets within a string', JSON.stringify('['.repeat(500)), '['.repeat(500)],
    ['quotes within a string', String.raw`"\"[\\"`, '"[\\'],
  ])('%s is read', (_, text, value) => {
    expect(parse(text)).toEqual({ kind: 'json', value, oddities: [] });
  });

  test.each([
    ['a byte order mark', '\uFEFF{"a":1}', { a: 1 }, 'byte-order-mark'],
    ['a key twice', '{"a":2,"a":1}', { a: 1 }, 'duplicate-json-key'],
    [
      'a key of the specification in two cases',
      '{"layers":[],"Layers":[1]}',
      { layers: [], Layers: [1] },
      'duplicate-json-key',
    ],
    ['a key twice in an object within a list', '[{"b":{}, "a" : 1, "a":1}]', [{ b: {}, a: 1 }], 'duplicate-json-key'],
  ])('%s is read and remarked', (_, text, value, code) => {
    expect(parse(text)).toMatchObject({ kind: 'json', value, oddities: [{ code }] });
  });

  test.each([
    ['labels in two cases', '{"Foo":1,"foo":2}'],
    ['one key in two objects', '{"a":{"x":1},"b":{"x":1},"x":1}'],
    ['a value that is like a key', '["a","a",{"a":"a"}]'],
  ])('%s: nothing to remark', (_, text) => {
    expect(parse(text)).toMatchObject({ oddities: [] });
  });

  test.each([
    ['nothing', '', 'is empty'],
    ['white space', ' \n', 'is empty'],
    ['a comment', '{/**/}', 'is not valid JSON'],
    ['NaN', '{"a":NaN}', 'is not valid JSON'],
    ['something after the end', '{}x', 'is not valid JSON'],
    ['a NUL', '{}\0', 'is not valid JSON'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'is not UTF-8 text'],
    [
      'too deep a nest',
      '['.repeat(MAX_JSON_DEPTH + 1),
      `nests deeper than ${MAX_JSON_DEPTH} levels (limit json-depth)`,
    ],
  ])('%s is refused', (_, text, problem) => {
    expect(parse(text)).toEqual({ kind: 'refused', problem });
  });
});

describe('a member by its name', () => {
  test.each([
    ['as it is written', { Config: 1 }, 1],
    ['in another case', { config: 1 }, 1],
    ['the exact one before the others', { config: 2, Config: 1, CONFIG: 3 }, 1],
    ['of two others the last', { config: 2, CONFIG: 1 }, 1],
    ['of null', null, undefined],
    ['of a list', [1], undefined],
    ['that only the prototype has', {}, undefined],
  ])('%s', (_, value, expected) => {
    expect(field(value, 'Config')).toBe(expected);
  });

  test('never the prototype’s', () => {
    expect(field({}, 'constructor')).toBeUndefined();
    expect(field(JSON.parse('{"__proto__":1}'), '__proto__')).toBe(1);
    expect(Object.keys(textMapField(JSON.parse('{"a":{"__proto__":"x","b":1}}'), 'a'))).toEqual(['__proto__']);
  });
});
