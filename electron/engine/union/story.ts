import { versionAsOf } from './as-of.ts';
import type { PathTable } from './path-table.ts';

/** One version of a path in its story. */
export interface StoryVersion {
  readonly version: number;
  /** It is what the merged tree shows. A lower part of a merged directory is neither visible nor hidden. */
  readonly visible: boolean;
  /** The version that was visible below its layer; -1 when the path was not there. */
  readonly below: number;
  /**
   * False for a directory that the layer only implies where one was already: it has the attributes of the one below,
   * so that there is nothing to compare.
   */
  readonly isOwn: boolean;
}

/** All versions of a path, base layer first. Empty for a path that only a hard link names. */
export function pathStory(table: PathTable, path: number): readonly StoryVersion[] {
  const story: StoryVersion[] = [];
  for (let version = table.versionStart[path]!; version < table.versionStart[path + 1]!; version++) {
    const layer = table.layer[version]!;
    story.push({
      version,
      visible: table.visible[path] === version,
      below: versionAsOf(table, path, layer - 1),
      isOwn: versionAsOf(table, path, layer) === version,
    });
  }
  return story;
}
