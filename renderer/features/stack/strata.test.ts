import { expect, test } from 'vitest';
import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';
import { strata } from './strata.ts';

const layer = (index: number) => ({ index }) as LayerSummary;
const made = (index: number) => ({ createdBy: `RUN ${index}`, emptyLayer: false, layer: index }) as HistoryRow;
const empty = (text: string) => ({ createdBy: text, emptyLayer: true, layer: null }) as HistoryRow;
const draw = (layers: readonly LayerSummary[], history: readonly HistoryRow[]) =>
  strata(layers, history)
    .map((part) => (part.kind === 'layer' ? part.layer.index : part.rows.map((row) => row.createdBy).join('+')))
    .join(' | ');

test.each([
  ['the top layer is drawn first', [0, 1], [made(0), made(1)], '1 | 0'],
  ['an empty row lies on the layer below it', [0, 1], [made(0), empty('ENV'), made(1)], '1 | ENV | 0'],
  ['neighbouring empty rows are one seam, base first', [0], [made(0), empty('ENV'), empty('CMD')], 'ENV+CMD | 0'],
  ['an empty row may lie under the base', [0], [empty('ARG'), made(0)], '0 | ARG'],
  ['a history that does not match is left out', [0, 1], [made(0), empty('CMD')], '1 | 0'],
  ['an image without history', [0, 1, 2], [], '2 | 1 | 0'],
])('%s', (_, indexes, history, picture) => expect(draw(indexes.map(layer), history)).toBe(picture));
