import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Progress } from '../../shared/model/progress.ts';
import { createProgressLine, describeProgress } from './progress-line.ts';

test.each<[Progress, string]>([
  [{ stage: 'indexing', done: 117e6, total: 260e6, layer: 3 }, 'Indexing layer 3: 45 %, 117 MB of 260 MB'],
  [{ stage: 'unpacking', done: 1_500_000, total: 0 }, 'Unpacking: 1.50 MB'],
  [{ stage: 'verifying', done: 2, total: 1 }, 'Verifying: 100 %, 2 B of 1 B'],
])('%o reads as %s', (progress, text) => expect(describeProgress(progress)).toBe(text));

function drawing(terminal: boolean) {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY: terminal, columns: 20 }), text: () => text };
}

test('it is one line, redrawn at a pace people can read, cut to the terminal, and cleared', () => {
  const { stream, text } = drawing(true);
  let time = 0;
  const line = createProgressLine(stream, () => time);
  line.show({ stage: 'reading', done: 1, total: 0 });
  time = 50;
  line.show({ stage: 'reading', done: 2, total: 0 });
  time = 120;
  line.show({ stage: 'indexing', done: 5e8, total: 1e9, layer: 1 });
  line.clear();
  line.clear();
  expect(text()).toBe('\r\u001B[KReading: 1 B\r\u001B[KIndexing layer 1: …\r\u001B[K');
});

test('nothing is drawn when nobody looks', () => {
  const { stream, text } = drawing(false);
  const line = createProgressLine(stream, () => 0);
  line.show({ stage: 'reading', done: 1, total: 0 });
  line.clear();
  expect(text()).toBe('');
});
