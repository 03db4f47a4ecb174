import { describe, expect, test } from 'vitest';
import { alignLayers, normalInstruction, sharedBase, type AlignedLayer } from './align-layers.ts';

/** `a` is a layer of content a; `a/2` the same content in another blob; `?` one whose content is not known. */
function stack(text: string, createdBy?: readonly string[]): AlignedLayer[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((name, i) => ({
      key: name === '?' ? undefined : name.replace(/\/.*/, ''),
      blob: name,
      createdBy: createdBy?.[i] ?? null,
    }));
}

function shown(before: AlignedLayer[], after: AlignedLayer[]): string {
  return alignLayers(before, after)
    .map(
      ({ kind, before: a, after: b, recompressed }) =>
        `${kind} ${a ?? '-'}:${b ?? '-'}${recompressed ? ' recompressed' : ''}`,
    )
    .join(', ');
}

describe('the ladder of two stacks', () => {
  test.each([
    ['the same stack', 'a b', 'a b', 'same 0:0, same 1:1'],
    ['nothing on both sides', '', '', ''],
    ['a layer added on top', 'a b', 'a b c', 'same 0:0, same 1:1, added -:2'],
    ['a layer removed in the middle', 'a b c', 'a c', 'same 0:0, removed 1:-, same 2:1'],
    ['a layer replaced in the middle', 'a b c', 'a x c', 'same 0:0, changed 1:1, same 2:2'],
    ['a layer in another compression', 'a b', 'a/2 b', 'same 0:0 recompressed, same 1:1'],
    ['two layers that changed places', 'a b c', 'b a c', 'same 1:0, moved 0:1, same 2:2'],
    ['one layer listed twice (kaniko)', 'a a', 'a', 'same 0:0, removed 1:-'],
    ['layers whose content is not known', '? a', '? a', 'changed 0:0, same 1:1'],
    ['nothing in common', 'a b', 'x y z', 'changed 0:0, changed 1:1, added -:2'],
  ])('%s', (_, before, after, expected) => {
    expect(shown(stack(before), stack(after))).toBe(expected);
  });

  test('one layer inserted at the bottom of forty changes one rung', () => {
    const names = Array.from({ length: 40 }, (_, i) => `l${i}`).join(' ');
    const rungs = alignLayers(stack(names), stack(`new ${names}`));
    expect(rungs.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'added', before: null, after: 0, recompressed: false },
    ]);
    expect(sharedBase(rungs)).toBe(0);
  });

  test('layers between two matches are paired by their instruction before their place', () => {
    const before = stack('base v1', ['FROM', 'RUN make']);
    const after = stack('base new v2', ['FROM', 'RUN apk add x', 'RUN make # buildkit']);
    expect(shown(before, after)).toBe('same 0:0, added -:1, changed 1:2');
  });

  test.each([
    ['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD ["sh"]'],
    ['RUN |1 V=1 /bin/sh -c make # buildkit', 'RUN make'],
    ['/bin/sh -c make', 'RUN make'],
    ['/bin/sh -c #(nop) ADD file:4eed0011aabb in / ', 'ADD file:… in /'],
  ])('%s reads as %s', (createdBy, expected) => {
    expect(normalInstruction(createdBy)).toBe(expected);
  });
});
