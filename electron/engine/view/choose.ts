import type { ViewMode } from '../../../shared/model/view.ts';
import type { PathTable } from '../union/path-table.ts';
import { chooseRange } from './choose-range.ts';

/** Per path, the version a view shows and whether as a ghost. */
export interface Choice {
  /** Path → version row; -1: not in this view. */
  readonly version: Int32Array;
  /** Path → 1: shown struck through (hidden, deleted, or removed by the layer). */
  readonly ghost: Uint8Array;
}

/**
 * - merged: the rootfs; with `showHidden` also paths that no longer exist, by their topmost version.
 * - upto: the same as of a layer.
 * - layer: what that layer holds, and as ghosts what it removes from the tree below.
 * - range: what those layers together changed in the tree below them.
 */
export function chooseVersions(table: PathTable, mode: ViewMode, showHidden: boolean): Choice {
  const version = new Int32Array(table.length).fill(-1);
  const ghost = new Uint8Array(table.length);
  const chosen = { version, ghost };
  switch (mode.kind) {
    case 'merged':
      chooseAsOf(table, Number.POSITIVE_INFINITY, showHidden, chosen);
      break;
    case 'upto':
      chooseAsOf(table, mode.layer, showHidden, chosen);
      break;
    case 'layer':
      chooseLayer(table, mode.layer, chosen);
      break;
    case 'range':
      chooseRange(table, mode.from, mode.to, chosen);
      break;
  }
  return chosen;
}

function chooseAsOf(table: PathTable, top: number, showHidden: boolean, { version, ghost }: Choice): void {
  const { versionStart, layer, hiddenBy, row } = table;
  for (let path = 0; path < table.length; path++) {
    let topmost = -1;
    let implied = -1;
    let hidden = -1;
    for (let v = versionStart[path + 1]! - 1; v >= versionStart[path]!; v--) {
      if (layer[v]! > top) continue;
      const isHidden = hiddenBy[v]! !== -1 && hiddenBy[v]! <= top;
      if (isHidden) {
        if (hidden === -1) hidden = v;
        // Whatever hides this version hides every one below it.
        break;
      }
      // Of a directory the topmost entry gives the attributes; an implied one only when there is no entry at all,
      // and then the first layer that implied it.
      if (row[v]! !== -1) {
        topmost = v;
        break;
      }
      implied = v;
    }
    const visible = topmost !== -1 ? topmost : implied;
    if (visible !== -1) version[path] = visible;
    else if (showHidden && hidden !== -1) {
      version[path] = hidden;
      ghost[path] = 1;
    }
  }
}

function chooseLayer(table: PathTable, wanted: number, { version, ghost }: Choice): void {
  const { versionStart, layer, hiddenBy } = table;
  for (let path = 0; path < table.length; path++) {
    let removed = -1;
    for (let v = versionStart[path + 1]! - 1; v >= versionStart[path]!; v--) {
      if (layer[v] === wanted) {
        version[path] = v;
        break;
      }
      if (removed === -1 && hiddenBy[v] === wanted && layer[v]! < wanted) removed = v;
    }
    if (version[path] === -1 && removed !== -1) {
      version[path] = removed;
      ghost[path] = 1;
    }
  }
  keepAncestors(table, { version, ghost }, wanted);
}

/** A removed path's folders may have no version in the layer itself: show them by what was visible below. */
function keepAncestors(table: PathTable, { version }: Choice, wanted: number): void {
  const { parent, versionStart, layer } = table;
  for (let path = table.length - 1; path > 0; path--) {
    const above = parent[path]!;
    if (version[path] === -1 || version[above] !== -1) continue;
    for (let v = versionStart[above + 1]! - 1; v >= versionStart[above]!; v--) {
      if (layer[v]! > wanted) continue;
      version[above] = v;
      break;
    }
  }
}
