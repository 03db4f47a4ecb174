import type { LayerSpace, SpaceSummary } from '../../../../shared/model/space.ts';
import { hiddenVersions } from '../../union/hidden.ts';
import type { PathTable } from '../../union/path-table.ts';
import { inodeBytes, inodeHiders, type LayerSizes } from './inodes.ts';

/** Where the bytes of regular files are, each inode once: in the rootfs, or below what hides them. */
export function measureSpace(table: PathTable, sizes: LayerSizes): Omit<SpaceSummary, 'dive'> {
  const hiders = inodeHiders(table);
  const zero = { contentSize: 0, visibleSize: 0, hiddenSize: 0, hidesSize: 0, hidesCount: 0 };
  const layers = sizes.map((_, layer): Writable<LayerSpace> => ({ layer, ...zero }));
  for (let version = 0; version < table.versionCount; version++) {
    const bytes = inodeBytes(table, sizes, version);
    if (bytes === 0) continue;
    const own = layers[table.layer[version]!]!;
    own.contentSize += bytes;
    if (hiders[version] === -1) own.visibleSize += bytes;
    else {
      own.hiddenSize += bytes;
      layers[table.hiddenBy[version]!]!.hidesSize += bytes;
    }
  }
  const hidden = hiddenVersions(table);
  for (const version of hidden) layers[table.hiddenBy[version]!]!.hidesCount++;
  const sum = (key: 'contentSize' | 'visibleSize' | 'hiddenSize') => layers.reduce((all, layer) => all + layer[key], 0);
  const contentSize = sum('contentSize');
  const visibleSize = sum('visibleSize');
  return {
    contentSize,
    visibleSize,
    hiddenSize: sum('hiddenSize'),
    hiddenCount: hidden.length,
    efficiency: contentSize === 0 ? 1 : visibleSize / contentSize,
    layers,
  };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
