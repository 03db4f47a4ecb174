import type { HiddenHow, PathVersion } from '../../../shared/model/entry.ts';

/** What one layer did to versions below it without holding a version itself. */
export interface Hiding {
  /** Layer of the hidden version. */
  readonly layer: number;
  /** Layer that hides it. */
  readonly by: number;
  readonly how: HiddenHow;
  readonly via: string;
}

/** One cell of a core sample. Layers are indexes, base 0. */
export type CoreCell =
  | { readonly kind: 'version'; readonly layer: number; readonly version: PathVersion }
  /** The layer holds no version of the path, but hides some below. */
  | { readonly kind: 'marker'; readonly layer: number; readonly hides: readonly Hiding[] }
  /** Layers `from` to `to`, inclusive, `from` ≤ `to`, do not speak of the path. */
  | { readonly kind: 'gap'; readonly from: number; readonly to: number };

/** One line from the layer that hides a version down to the layer that holds it. */
export interface HidingLine {
  readonly from: number;
  readonly to: number;
  readonly how: HiddenHow;
}

/**
 * A vertical drill through the stack at one path, top layer first. Neighbouring layers without the path are one cell.
 * @param versions base layer first, at most one per layer
 */
export function coreCells(versions: readonly PathVersion[], layerCount: number): readonly CoreCell[] {
  const byLayer = new Map(versions.map((version) => [version.layer, version]));
  const hidesByLayer = Map.groupBy(
    versions.filter((version) => version.hiddenBy !== undefined),
    (version) => version.hiddenBy?.layer,
  );
  const cells: CoreCell[] = [];
  for (let layer = layerCount - 1; layer >= 0; layer--) {
    const version = byLayer.get(layer);
    const hidden = hidesByLayer.get(layer);
    const last = cells.at(-1);
    if (version) cells.push({ kind: 'version', layer, version });
    else if (hidden) cells.push({ kind: 'marker', layer, hides: hidden.flatMap(hidingOf) });
    else if (last?.kind === 'gap') cells[cells.length - 1] = { ...last, from: layer };
    else cells.push({ kind: 'gap', from: layer, to: layer });
  }
  return cells;
}

function hidingOf(version: PathVersion): Hiding[] {
  const by = version.hiddenBy;
  return by ? [{ layer: version.layer, by: by.layer, how: by.how, via: by.via }] : [];
}

/** Lines for the hidden versions, the lowest first. */
export function hidingLines(versions: readonly PathVersion[]): readonly HidingLine[] {
  return versions.flatMap(({ layer, hiddenBy }) =>
    hiddenBy ? [{ from: hiddenBy.layer, to: layer, how: hiddenBy.how }] : [],
  );
}

/** The version to show first: the visible one, else the topmost. Undefined when there is none. */
export function firstChoice(versions: readonly PathVersion[]): PathVersion | undefined {
  return versions.findLast((version) => version.visible) ?? versions.at(-1);
}

/** Smallest height at which a layer's number can still be read. */
export const MIN_CELL_HEIGHT = 18;
const MAX_CELL_HEIGHT = 56;

/** Pixels for a layer of `bytes`, on a log scale against the largest layer of the image. */
export function cellHeight(bytes: number, largest: number): number {
  const share = Math.log1p(Math.max(0, bytes) / 1024) / Math.log1p(Math.max(1, largest) / 1024);
  return Math.round(MIN_CELL_HEIGHT + (MAX_CELL_HEIGHT - MIN_CELL_HEIGHT) * Math.min(1, share));
}
