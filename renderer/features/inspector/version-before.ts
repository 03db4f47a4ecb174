import type { PathStory, PathVersion } from '../../../shared/model/entry.ts';

/** The version that showed until `version` replaced it; undefined when nothing did. */
export function versionBefore(story: PathStory, version: PathVersion): PathVersion | undefined {
  return story.versions.findLast((below) => below.layer < version.layer && below.hiddenBy?.layer === version.layer);
}
