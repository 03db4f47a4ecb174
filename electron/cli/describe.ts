import type { Entry } from '../../shared/model/entry.ts';
import type { Platform, SourceSummary } from '../../shared/model/image.ts';
import type { LayerSummary } from '../../shared/model/layer.ts';
import { formatBytes } from '../../shared/format/bytes.ts';
import { formatInstruction } from '../../shared/format/instruction.ts';
import type { Output } from './output.ts';
import { writeTable, type Cell } from './table.ts';

/** `linux/arm64/v8` */
export function describePlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter(Boolean).join('/');
}

export function describeSource({ kind, compression, size }: SourceSummary): string {
  return [kind, compression === 'none' ? null : compression, formatBytes(size)].filter(Boolean).join(', ');
}

/** Size of a version as a list shows it; devices have numbers instead, as in `ls -l`. */
export function describeSize({ type, size, major, minor }: Omit<Entry, 'path' | 'rawPath'>): string {
  if (type === 'file') return formatBytes(size);
  return (type === 'char' || type === 'block') && major !== undefined ? `${major},${minor ?? 0}` : '-';
}

/** A path with what it leads to, as `tar -tv` writes it. */
export function describePath({ path, type, linkTarget, hardlink }: Entry): string {
  if (hardlink !== undefined) return `${path} link to ${hardlink}`;
  if (linkTarget !== undefined) return `${path} -> ${linkTarget}`;
  return type === 'dir' && path !== '/' ? `${path}/` : path;
}

/** `docker history` with what each layer did to the tree, base first. */
export async function writeLayers(out: Output, layers: readonly LayerSummary[], indent = ''): Promise<void> {
  await writeTable(
    out,
    [
      { title: 'LAYER', align: 'right' },
      { title: 'SIZE', align: 'right' },
      { title: 'STORED', align: 'right' },
      { title: 'ADDED', align: 'right' },
      { title: 'CHANGED', align: 'right' },
      { title: 'REMOVED', align: 'right' },
      { title: 'CREATED BY' },
    ],
    layers.map((layer): readonly Cell[] => [
      { text: String(layer.index), style: 'cyan' },
      layer.contentSize === null ? '-' : formatBytes(layer.contentSize),
      layer.state === 'absent' ? '-' : formatBytes(layer.blobSize),
      countCell('+', layer.added, 'green'),
      countCell('~', layer.changed, 'yellow'),
      countCell('−', layer.removed, 'red'),
      layer.problem === undefined
        ? formatInstruction(layer.createdBy ?? '')
        : { text: `${layer.state}: ${layer.problem}`, style: 'red' },
    ]),
    indent,
  );
}

function countCell(sign: string, count: number | null, style: 'green' | 'yellow' | 'red'): Cell {
  if (count === null) return '-';
  return count === 0 ? { text: '0', style: 'dim' } : { text: `${sign}${count}`, style };
}
