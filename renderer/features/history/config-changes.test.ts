import { expect, test } from 'vitest';
import { configChanges } from './config-changes.ts';

const drawn = (steps: readonly string[]) =>
  configChanges(
    steps.map((createdBy) => ({
      createdBy,
      created: null,
      author: null,
      comment: null,
      emptyLayer: true,
      layer: null,
    })),
  ).map((changes) => changes.map(({ field, before, after }) => `${field}: ${before ?? '-'} > ${after}`).join('; '));

test.each([
  ['a value set for the first time', ['USER root'], ['USER: - > root']],
  ['a value that replaces another', ['USER root', 'RUN a', 'USER app'], ['USER: - > root', '', 'USER: root > app']],
  ['one variable of several', ['ENV A=1 B=2', 'ENV A=3'], ['ENV A: - > 1; ENV B: - > 2', 'ENV A: 1 > 3']],
  ['a value that was quoted', ['ENV A="x y" B=2'], ['ENV A: - > x y; ENV B: - > 2']],
  ['a value whose quotes the builder dropped', ['/bin/sh -c #(nop)  ENV A=x y'], ['ENV A: - > x y']],
  ['the old form of ENV', ['ENV A x y'], ['ENV A: - > x y']],
  ['a label beside a variable of the same name', ['ENV A=1', 'LABEL A=2'], ['ENV A: - > 1', 'LABEL A: - > 2']],
  ['a command', ['CMD ["a"]', 'CMD ["b" "c"]'], ['CMD: - > ["a"]', 'CMD: ["a"] > ["b", "c"]']],
  ['what sets nothing', ['COPY a b', 'bash'], ['', '']],
])('%s', (_, steps, expected) => expect(drawn(steps)).toEqual(expected));
