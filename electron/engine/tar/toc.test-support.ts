import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { END, member } from './scan.test-support.ts';

export type Row = Record<string, unknown> & { name: string };

export interface EstargzOptions {
  /** Changes the table before it is written. */
  readonly lie?: (rows: Row[]) => Row[];
  /** Changes the JSON text. */
  readonly json?: (text: string) => string;
  /** Where the footer says the table is, instead of where it is. */
  readonly tocAt?: number;
  /** Bytes of a body in one member; 4096 when left out. */
  readonly chunk?: number;
}

const sha = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** An eStargz blob by stargz-snapshotter's docs/estargz.md: headers, chunks, table and footer are gzip members. */
export function estargz(files: Readonly<Record<string, string>>, options: EstargzOptions = {}): Buffer {
  const { chunk: size = 4096 } = options;
  const parts: Buffer[] = [];
  let at = 0;
  const put = (bytes: Uint8Array) => {
    const stored = gzipSync(bytes);
    parts.push(stored);
    at += stored.length;
  };
  let rows: Row[] = [];
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text);
    const whole = member(name, text);
    put(whole.subarray(0, 512));
    for (let from = 0; from < body.length || from === 0; from += size) {
      const chunk = body.subarray(from, from + size);
      const rest = { offset: at, chunkOffset: from, chunkSize: chunk.length, chunkDigest: sha(chunk) };
      const first = { name, type: 'reg', size: body.length, mode: 0o644, digest: sha(body), ...rest };
      rows.push(from === 0 ? first : { name, type: 'chunk', ...rest });
      const isLast = from + size >= body.length;
      put(isLast ? whole.subarray(512 + from) : chunk);
    }
  }
  rows = options.lie?.(rows) ?? rows;
  const json = JSON.stringify({ version: 1, entries: rows });
  const toc = Buffer.concat([member('stargz.index.json', options.json?.(json) ?? json), END]);
  const tocAt = at;
  put(toc);
  const extra = Buffer.from(`SG\x16\0${(options.tocAt ?? tocAt).toString(16).padStart(16, '0')}STARGZ`, 'latin1');
  const head = Buffer.of(0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, extra.length, 0);
  const empty = Buffer.of(1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0);
  return Buffer.concat([...parts, head, extra, empty]);
}
