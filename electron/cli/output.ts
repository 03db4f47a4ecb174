import { setImmediate as turn } from 'node:timers/promises';
import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { OutcropError } from '../../shared/errors.ts';

/** What a writable needs to be written to for people; a plain file or pipe has no more than `Writable`. */
export type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };
export type Style = Parameters<typeof styleText>[0];

/** Thrown by a write once the reader closed the pipe, as `| head` does. Not a failure. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

const BLOCK = 64 * 1024;

/** Buffered text or bytes to one stream, at the reader's pace. */
export interface Output {
  /** Columns of the terminal; undefined when nobody looks at it, and nothing may be cut then. */
  readonly columns: number | undefined;
  /** @returns a promise only when the reader must be waited for, so that a million rows cost no million awaits */
  write(chunk: string | Uint8Array): Promise<void> | undefined;
  /** Hands on all that is buffered. */
  flush(): Promise<void>;
  /** Coloured where colours are shown, else as it is. */
  paint(style: Style, text: string): string;
}

export interface OutputOptions {
  /** For `NO_COLOR` (https://no-color.org) and `TERM=dumb`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends a write with its reason. */
  readonly signal: AbortSignal;
  /** Runs before anything reaches the stream: what else is on the terminal makes room. */
  readonly before: () => void;
}

export function createOutput(stream: Stream, { env, signal, before }: OutputOptions): Output {
  const isTerminal = stream.isTTY === true;
  const colours = isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  let buffered = '';
  // Every failure reaches the write that met it; without a listener it would end the process as well.
  stream.on('error', () => {});

  function written(chunk: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true });
      stream.write(chunk, (error) => {
        signal.removeEventListener('abort', stop);
        if (error) reject(asFailure(error));
        else resolve();
      });
    });
  }

  async function send(chunk: string | Uint8Array): Promise<void> {
    signal.throwIfAborted();
    before();
    await written(chunk);
    // A pipe is written synchronously on POSIX: without a turn of the event loop no Ctrl-C would be seen.
    await turn();
  }

  function flush(): Promise<void> {
    const text = buffered;
    buffered = '';
    return text === '' ? Promise.resolve() : send(text);
  }

  return {
    columns: isTerminal ? (stream.columns ?? 80) : undefined,
    write(chunk) {
      if (typeof chunk !== 'string') return flush().then(() => send(chunk));
      buffered += chunk;
      return buffered.length >= BLOCK ? flush() : undefined;
    },
    flush,
    paint: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
  };
}

function asFailure(error: NodeJS.ErrnoException): Error {
  if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
    return new ReaderGone('the reader closed the pipe');
  return new OutcropError('unwritable', `Cannot write the output: ${error.message}.`, undefined, error);
}
