import type { PathStory, PathVersion } from '../../../shared/model/entry.ts';
import { versionBefore } from './version-before.ts';

/** Layers of two versions of a path. */
export interface VersionPair {
  readonly before: number;
  readonly after: number;
}

/**
 * What to compare a version with at first: the one that it replaced, else the nearest below, else the nearest above.
 * The lower layer is `before`. Undefined when the path has one version only.
 */
export function firstPair(story: PathStory, version: PathVersion): VersionPair | undefined {
  const { layer } = version;
  const below = versionBefore(story, version) ?? story.versions.findLast((other) => other.layer < layer);
  if (below) return { before: below.layer, after: layer };
  const above = story.versions.find((other) => other.layer > layer);
  return above && { before: layer, after: above.layer };
}

/** The pair of two layers, the lower one before. */
export function pairOf(one: number, other: number): VersionPair {
  return { before: Math.min(one, other), after: Math.max(one, other) };
}

/** The pair with another layer on one side; one version against itself says nothing, so that the sides swap then. */
export function withSide(pair: VersionPair, side: keyof VersionPair, layer: number): VersionPair {
  const other = side === 'before' ? pair.after : pair.before;
  if (layer === other) return { before: pair.after, after: pair.before };
  return { ...pair, [side]: layer };
}
