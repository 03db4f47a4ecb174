import { expect, test } from 'vitest';
import type { HistoryRow } from '../../../shared/model/layer.ts';
import { dockerfileOf, historyMatches } from './dockerfile.ts';

const row = (createdBy: string, layer: number | null = null): HistoryRow => ({
  createdBy,
  created: null,
  author: null,
  comment: null,
  emptyLayer: layer === null,
  layer,
});

test.each([
  [
    "the classic builder's wrapping is taken off",
    ['/bin/sh -c #(nop)  CMD ["sh"]', '/bin/sh -c apt-get update'],
    'CMD ["sh"]\nRUN apt-get update\n',
  ],
  ["and BuildKit's", ['RUN /bin/sh -c make # buildkit'], 'RUN make\n'],
  ['lines go on with a backslash', ['RUN /bin/sh -c a &&\nb # buildkit'], 'RUN a && \\\nb\n'],
  ['what is no instruction is a comment', ['debuerreotype 0.15\nsecond line'], '# debuerreotype 0.15\n# second line\n'],
])('%s', (_, steps, expected) => expect(dockerfileOf(steps.map((step) => row(step)))).toBe(expected));

test.each([
  ['as many rows with a layer as layers', 2, true],
  ['more layers than rows', 3, false],
])('%s', (_, layers, matches) => expect(historyMatches([row('a', 0), row('b'), row('c', 1)], layers)).toBe(matches));
