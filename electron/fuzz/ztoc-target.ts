import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OutcropError } from '../../shared/errors.ts';
import { checkSpans } from '../engine/tar/check-spans.ts';
import { checkToc } from '../engine/tar/check-toc.ts';
import { indexLayer } from '../engine/tar/index-layer.ts';
import { layerFromZtoc } from '../engine/tar/layer-from-ztoc.ts';
import { readBody } from '../engine/tar/layer-reader.ts';
import type { EntryRow } from '../engine/tar/tar-index.ts';
import { parseZtoc } from '../engine/tar/ztoc.ts';
import { sociLayer } from '../engine/tar/ztoc.test-support.ts';
import { below, must, pick, spoil, type FuzzTarget, type Random } from './target.ts';

const FILES = { motd: 'hello', 'etc/big': 'x'.repeat(10_000), 'a/b/c': 'The quick brown fox. '.repeat(90), empty: '' };
/** The checkpoint's window is most of the bytes, and none of the structure. */
const WINDOW_BYTES = 32_768;

/** Offsets, lengths and counts changed where they stand: to each other, to little, to much. */
function bend(bytes: Buffer, random: Random): Buffer {
  const bent = Buffer.from(bytes);
  const end = bent.length - WINDOW_BYTES - 4;
  for (let times = 1 + below(random, 4); times > 0; times--) {
    const at = below(random, end);
    const value = pick(random, [
      0,
      1,
      4,
      below(random, bent.length),
      bent.readUInt32LE(below(random, end)),
      2 ** 31,
      2 ** 32 - 1,
    ]);
    bent.writeUInt32LE(value, at);
  }
  return bent;
}

/** SOCI tables of contents: whatever they claim, a layer, a text or an OutcropError comes of it. */
export const ztocTarget: FuzzTarget = {
  name: 'ztoc',
  start: async (folder) => {
    const file = join(folder, 'layer');
    const { blob, ztoc } = sociLayer(FILES);
    writeFileSync(file, blob);
    const region = { file, offset: 0, size: blob.length };
    const { index } = indexLayer(region);
    return {
      async round(random) {
        const bytes = random() < 0.7 ? bend(ztoc, random) : spoil(ztoc, random);
        const table = parseZtoc(bytes, 100);
        if (typeof table === 'string') return;
        must(table.entries.length <= 100, 'more entries than may be');
        checkToc(table.entries, { index, digests: { of: () => undefined }, starts: { in: [], out: [] } });
        const layer = layerFromZtoc(region, table, 100);
        if (!layer || layer.index.length === 0) return;
        const row = below(random, layer.index.length) as EntryRow;
        try {
          checkSpans(layer, row, layer.spans!);
          readBody(layer, row, 0, 20_000);
        } catch (error) {
          if (!(error instanceof OutcropError)) throw error;
        }
      },
      close: async () => {},
    };
  },
};
