import { DEFAULT_LIMITS, type Limits } from '../limits/limits.ts';
import { OutcropError } from '../../../shared/errors.ts';
import type { TarIndex } from '../tar/tar-index.ts';
import { ChangeTree } from './change-tree.ts';
import { freeze } from './freeze.ts';
import { readEntries } from './layer-entries.ts';
import { LiveTree } from './live-tree.ts';
import type { PathTable } from './path-table.ts';
import { PathTrie } from './path-trie.ts';
import { VersionLog } from './version-log.ts';
import { MergeWarnings } from './warnings.ts';

/** `PathTable.layer` has 16 bits. */
const MAX_LAYERS = 0xffff;

export interface MergeOptions {
  /** The default ones when left out. */
  readonly limits?: Limits | undefined;
  /** Asked every few thousand entries. */
  readonly cancelled?: () => boolean;
  /** @param done entries merged so far, of all layers */
  readonly onProgress?: (done: number) => void;
}

/**
 * The union of a stack of layers, by image-spec layer.md and, where it is silent, the kernel's overlayfs. Linear in
 * the number of entries.
 * @param layers base first; undefined takes no part: its blob is absent or could not be read at all
 * @throws OutcropError `cancelled`, `too-large`
 */
export function mergeLayers(
  layers: readonly (TarIndex | undefined)[],
  { cancelled, onProgress, limits = DEFAULT_LIMITS }: MergeOptions = {},
): PathTable {
  if (layers.length > MAX_LAYERS)
    throw new OutcropError('too-large', `The image has ${layers.length} layers; Outcrop merges up to ${MAX_LAYERS}.`);
  const sizes = layers.map((index) => (index ? index.length + index.dirCount : 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const lastLayer = layers.findLastIndex((index) => index !== undefined);
  const isAlone = layers.findIndex((index) => index !== undefined) === lastLayer;
  const trie = new PathTrie(Math.ceil(Math.max(0, ...sizes) * 1.1), isAlone ? layers[lastLayer]?.names : undefined);
  const log = new VersionLog(total + layers.length);
  const live = new LiveTree(trie, log);
  const warnings = new MergeWarnings(limits);
  let done = 0;
  for (const [layer, index] of layers.entries()) {
    if (!index) continue;
    const tree = new ChangeTree(trie, log, layer, sizes[layer]!);
    const hiding = readEntries(index, tree, { warnings, limits }, (rows) => {
      if (cancelled?.()) throw new OutcropError('cancelled', 'Cancelled.');
      onProgress?.(done + rows);
    });
    live.lay(layer, tree.first, hiding, layer === lastLayer);
    done += index.length;
  }
  onProgress?.(done);
  return freeze(trie, log, warnings.close());
}
