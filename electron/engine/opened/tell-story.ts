import { HIDDEN_HOW, type HiddenBy, type PathStory, type PathVersion } from '../../../shared/model/entry.ts';
import { settleReasons } from '../union/changes.ts';
import { compareVersions } from '../union/version-difference.ts';
import { pathText } from '../union/path-text.ts';
import { pathStory, type StoryVersion } from '../union/story.ts';
import { describeVersion } from './describe-version.ts';
import type { StoryOptions } from '../version-contents.ts';
import type { VersionReader } from './read-version.ts';
import type { Stack } from './stack.ts';

/** Every version of a path with what became of it, base layer first. */
export async function tellStory(
  stack: Stack,
  reader: VersionReader,
  path: number,
  options: StoryOptions = {},
): Promise<PathStory> {
  const { table } = stack;
  const versions: PathVersion[] = [];
  for (const story of pathStory(table, path)) versions.push(await describe(stack, reader, story, options));
  const state = table.visible[path] !== -1 ? 'visible' : versions.length > 0 ? 'hidden' : 'absent';
  return { ...pathText(table, path), state, versions };
}

async function describe(
  stack: Stack,
  reader: VersionReader,
  { version, visible, below, isOwn }: StoryVersion,
  { readAtMost = Number.POSITIVE_INFINITY, signal }: StoryOptions,
): Promise<PathVersion> {
  const hiddenBy = hiddenByOf(stack, version);
  const facts = describeVersion(stack, version);
  if (below === -1 || !isOwn) return { ...facts, visible, change: [], ...(hiddenBy && { hiddenBy }) };
  const difference = compareVersions(stack.table, stack.indexes, below, version);
  if (difference.contentUndecided && facts.size > readAtMost)
    return { ...facts, visible, change: difference.reasons, undecided: true, ...(hiddenBy && { hiddenBy }) };
  const isSame = difference.contentUndecided && (await reader.isSameContent(below, version, signal));
  return { ...facts, visible, change: settleReasons(difference, isSame), ...(hiddenBy && { hiddenBy }) };
}

/** Who hides a version, and how; undefined when it is visible or part of a merged directory. */
export function hiddenByOf({ table }: Stack, version: number): HiddenBy | undefined {
  const layer = table.hiddenBy[version]!;
  if (layer === -1) return undefined;
  return {
    layer,
    how: HIDDEN_HOW[table.how[version]! - 1] ?? 'replaced',
    via: pathText(table, table.via[version]!).path,
  };
}
