import { sharedColumn } from '../bytes/shared-column.ts';
import type { BodyLayer } from '../tar/layer-reader.ts';
import { bodiesOf } from '../tar/read-bodies.ts';
import type { PassContext } from '../tar/forward-reader.ts';

/**
 * What files of one layer are made of: lines, longer ones in pieces, as hashes. File `i` has the pieces
 * `start[i] … start[i + 1] - 1`, ascending, each hash once; none when it is not text. Shared memory.
 */
export interface LineSketches {
  readonly start: Uint32Array;
  readonly hash: Uint32Array;
  /** Bytes of the file in that piece. */
  readonly bytes: Uint32Array;
}

/** As git: minified code has few line ends. */
const PIECE_BYTES = 64;
/** A NUL in the first bytes tells that it is no text, as git sees it. */
const TEXT_PROBE = 8000;
const NEWLINE = 10;
const RETURN = 13;

/** @param rows regular files, ascending, of bounded size @throws OutcropError `cancelled`, `not-found`, `unreadable` */
export function sketchLines(layer: BodyLayer, rows: Int32Array, context: PassContext): LineSketches {
  return sketchBodies(rows.length, told(layer, rows, context));
}

function* told(layer: BodyLayer, rows: Int32Array, context: PassContext) {
  let done = 0;
  for (const [at, body] of bodiesOf(layer, rows, context)) {
    yield body;
    context.onProgress((done += layer.index.size[rows[at]!]!));
  }
}

/** @param bodies of so many files; undefined for one that cannot be read */
export function sketchBodies(count: number, bodies: Iterable<Uint8Array | undefined>): LineSketches {
  const start = sharedColumn(Uint32Array, count + 1);
  const files: Pieces[] = [];
  let pieces = 0;
  for (const body of bodies) {
    const file = body && isText(body) ? piecesOf(body) : NONE;
    pieces += file.hash.length;
    start[files.push(file)] = pieces;
  }
  const hash = sharedColumn(Uint32Array, pieces);
  const bytes = sharedColumn(Uint32Array, pieces);
  for (const [at, file] of files.entries()) {
    hash.set(file.hash, start[at]);
    bytes.set(file.bytes, start[at]);
  }
  return { start, hash, bytes };
}

interface Pieces {
  readonly hash: Uint32Array;
  readonly bytes: Uint32Array;
}

const NONE: Pieces = { hash: new Uint32Array(0), bytes: new Uint32Array(0) };

function isText(body: Uint8Array): boolean {
  return body.length > 0 && !body.subarray(0, TEXT_PROBE).includes(0);
}

function piecesOf(body: Uint8Array): Pieces {
  const sizes = new Map<number, number>();
  let hash = 0x811c9dc5;
  let length = 0;
  const end = () => {
    const key = hash >>> 0;
    if (length > 0) sizes.set(key, (sizes.get(key) ?? 0) + length);
    hash = 0x811c9dc5;
    length = 0;
  };
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!;
    // A file whose line ends were changed is the same text.
    if (byte === RETURN && body[at + 1] === NEWLINE) continue;
    // FNV-1a.
    hash = Math.imul(hash ^ byte, 0x01000193);
    length++;
    if (byte === NEWLINE || length === PIECE_BYTES) end();
  }
  end();
  const hashes = Uint32Array.from(sizes.keys()).toSorted();
  return { hash: hashes, bytes: hashes.map((key) => sizes.get(key)!) };
}
