import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { OutcropError } from '../../shared/errors.ts';
import { createOutput, ReaderGone } from './output.ts';

function stream(write: (chunk: Buffer, done: (error?: Error) => void) => void): Writable {
  return new Writable({ write: (chunk: Buffer, _encoding, done) => write(chunk, done) });
}

const options = (signal = new AbortController().signal) => ({ env: {}, signal, before: () => {} });

test('small writes are handed on in blocks, in order', async () => {
  const chunks: string[] = [];
  const out = createOutput(
    stream((chunk, done) => {
      chunks.push(chunk.toString());
      done();
    }),
    options(),
  );
  for (let row = 0; row < 50_000; row += 1) await out.write(`row ${row}\n`);
  await out.flush();
  expect(chunks.length).toBeLessThan(20);
  expect(chunks.join('')).toBe(Array.from({ length: 50_000 }, (_, row) => `row ${row}\n`).join(''));
});

test('bytes follow the text that was written before them', async () => {
  const chunks: Buffer[] = [];
  const out = createOutput(
    stream((chunk, done) => {
      chunks.push(chunk);
      done();
    }),
    options(),
  );
  await out.write('text ');
  await out.write(Uint8Array.of(0xff, 0x00));
  await out.write('end');
  await out.flush();
  expect(Buffer.concat(chunks)).toEqual(Buffer.from('text \xff\0end', 'latin1'));
});

test('a slow reader is waited for: at most one block is under way', async () => {
  let pending: (() => void) | undefined;
  let sent = 0;
  const out = createOutput(
    stream((chunk, done) => {
      sent += chunk.length;
      pending = () => done();
    }),
    options(),
  );
  const line = 'x'.repeat(1024);
  let wait: Promise<void> | undefined;
  let written = 0;
  while (!wait) {
    wait = out.write(line);
    written += line.length;
  }
  let moved = false;
  void wait.then(() => (moved = true));
  await new Promise(setImmediate);
  expect({ moved, sent, written }).toEqual({ moved: false, sent: 65_536, written: 65_536 });
  pending?.();
  await wait;
  expect(moved).toBe(true);
});

test('a closed pipe is not a failure of the program', async () => {
  const out = createOutput(
    stream((_, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))),
    options(),
  );
  await out.write('x');
  await expect(out.flush()).rejects.toBeInstanceOf(ReaderGone);
  await out.write('y');
  await expect(out.flush()).rejects.toBeInstanceOf(ReaderGone);
});

test('a full disk is', async () => {
  const out = createOutput(
    stream((_, done) => done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))),
    options(),
  );
  await out.write('x');
  const failure = await out.flush().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OutcropError);
  expect(failure).toMatchObject({ code: 'unwritable' });
});

test('a reader that never reads does not hold up an interrupt', async () => {
  const interrupt = new AbortController();
  const out = createOutput(
    stream(() => {}),
    options(interrupt.signal),
  );
  await out.write('x');
  const flushed = out.flush();
  interrupt.abort();
  await expect(flushed).rejects.toMatchObject({ name: 'AbortError' });
});

test('what else is on the terminal makes room before anything is printed', async () => {
  const events: string[] = [];
  const out = createOutput(
    stream((chunk, done) => {
      events.push(chunk.toString());
      done();
    }),
    { ...options(), before: () => events.push('cleared') },
  );
  await out.write('row');
  await out.flush();
  expect(events).toEqual(['cleared', 'row']);
});
