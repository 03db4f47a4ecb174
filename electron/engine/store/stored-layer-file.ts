import type { Compression } from '../../../shared/model/layer.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { parseDiffID, parseDigest } from '../../../shared/oci/digest.ts';
import type { Column } from '../bytes/shared-column.ts';
import type { RestartPoints } from '../compression/restart-points.ts';
import { isRecord, textField, type JsonRecord } from '../oci/json.ts';
import type { IndexedLayer } from '../tar/indexed-layer.ts';
import { readColumns, writeColumns } from './columnar-file.ts';
import { ColumnTaker, requireBelow, requireOffsets } from './typed-columns.ts';

const KIND = 'stored-layer 2';

/** What one pass found out about the stored bytes of a layer; the entries of its tar are in a file of their own. */
export interface StoredLayerFacts extends Omit<IndexedLayer, 'region' | 'index' | 'bodies'> {
  /** Names the file of the entries. */
  readonly tarKey: string;
  /** Entries of its tar. */
  readonly entries: number;
}

/** @throws Node's error when the file cannot be written */
export async function writeStoredLayer(file: string, layer: StoredLayerFacts): Promise<number> {
  const { restart, ...facts } = layer;
  const { kind, ...columns } = restart;
  return writeColumns(file, KIND, { ...facts, restart: kind }, columns);
}

/**
 * @param size bytes of the stored layer
 * @returns undefined when it is missing, or damaged in any way, or points outside the layer
 */
export function readStoredLayer(file: string, size: number): StoredLayerFacts | undefined {
  const found = readColumns(file, KIND);
  if (!found) return undefined;
  try {
    return factsOf(found.facts, found.columns, size);
  } catch {
    return undefined;
  }
}

function factsOf(facts: JsonRecord, columns: ReadonlyMap<string, Column>, size: number): StoredLayerFacts {
  const { tarSize, entries, warnings } = facts;
  const tarKey = textField(facts, 'tarKey');
  const compression = textField(facts, 'compression');
  if (tarKey === null || !/^[0-9a-z-]{1,128}$/.test(tarKey)) throw new Error('no key');
  if (typeof tarSize !== 'number' || !Number.isSafeInteger(tarSize) || tarSize < 0) throw new Error('no size');
  if (typeof entries !== 'number' || !Number.isSafeInteger(entries) || entries < 0) throw new Error('no entries');
  if (!isCompression(compression) || !Array.isArray(warnings) || !warnings.every(isWarning))
    throw new Error('no facts');
  const digest = parseDigest(facts['digest']);
  const diffID = parseDiffID(facts['diffID']);
  const damage = textField(facts, 'damage');
  const restart = restartOf(textField(facts, 'restart'), new ColumnTaker(columns));
  requireInside(restart, compression, size, tarSize);
  return {
    tarKey,
    tarSize,
    entries,
    compression,
    warnings,
    restart,
    ...(digest !== undefined && { digest }),
    ...(diffID !== undefined && { diffID }),
    ...(damage !== null && { damage }),
  };
}

function restartOf(kind: string | null, from: ColumnTaker): RestartPoints {
  switch (kind) {
    case 'raw':
    case 'sequential':
      return { kind };
    case 'zstd':
      return { kind, in: from.take('in', Float64Array), out: from.take('out', Float64Array) };
    case 'gzip': {
      const starts = from.take('in', Float64Array);
      return {
        kind,
        in: starts,
        out: from.take('out', Float64Array, starts.length),
        bits: from.take('bits', Uint8Array, starts.length),
        windowOffset: from.take('windowOffset', Float64Array, starts.length + 1),
        windows: from.take('windows', Uint8Array),
      };
    }
    default:
      throw new Error('no restart points');
  }
}

function requireInside(restart: RestartPoints, compression: Compression, size: number, tarSize: number): void {
  if ((restart.kind === 'raw') !== (compression === 'none')) throw new Error('restart points of another compression');
  if (restart.kind === 'raw') {
    if (tarSize !== size) throw new Error('a raw layer of another size');
    return;
  }
  if (restart.kind === 'sequential') return;
  if (restart.in.length !== restart.out.length) throw new Error('restart points without a place');
  requireOffsets('in', restart.in, size);
  requireOffsets('out', restart.out, tarSize);
  if (restart.kind === 'zstd') return;
  requireBelow('bits', restart.bits, 8);
  requireOffsets('windowOffset', restart.windowOffset, restart.windows.length);
}

const COMPRESSIONS: ReadonlySet<unknown> = new Set<Compression>(['none', 'gzip', 'zstd', 'xz', 'bzip2']);

function isCompression(value: unknown): value is Compression {
  return COMPRESSIONS.has(value);
}

function isWarning(value: unknown): value is Warning {
  if (!isRecord(value)) return false;
  const { code, message, path, layer } = value;
  const hasText = typeof code === 'string' && typeof message === 'string';
  return hasText && layer === undefined && (path === undefined || typeof path === 'string');
}
