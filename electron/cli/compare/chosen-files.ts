import { posix } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import { DIFFERENCE_KINDS, type DifferenceKind, type FileDifference } from '../../../shared/model/compare.ts';
import { IGNORE_PRESETS, type IgnorePreset } from '../../../shared/model/ignore-presets.ts';
import { compileRegex, globSource } from '../../engine/view/safe-regex.ts';
import type { OpenedComparison } from '../../engine/opened.ts';
import type { CommandContext } from '../command.ts';

/** What `--only`, `--ignore`, `--path`, `--package` and `--unowned` choose. */
export interface ChosenFiles {
  readonly kinds: readonly DifferenceKind[];
  readonly keep: (file: FileDifference) => boolean;
  /** Noise or glob → paths that would be there but for it; each counts for the first that names it. */
  readonly countIgnored: (compared: OpenedComparison) => Readonly<Record<string, number>>;
}

type Options = Pick<CommandContext, 'options'>;

/** @throws OutcropError `bad-request` */
export function chosenFiles(context: Options): ChosenFiles {
  const kinds = kindsOf(context);
  const noise = noiseOf(context);
  const isAsked = askedFor(context);
  const noiseIn = (path: string) => noise.find(({ regex }) => regex.test(path));
  return {
    kinds,
    keep: (file) => isAsked(file) && !noiseIn(file.path),
    countIgnored({ files }) {
      const counts: Record<string, number> = {};
      if (noise.length === 0) return counts;
      for (const file of files(kinds)) {
        const found = isAsked(file) ? noiseIn(file.path) : undefined;
        if (found) counts[found.name] = (counts[found.name] ?? 0) + 1;
      }
      return counts;
    },
  };
}

function askedFor({ options }: Options): (file: FileDifference) => boolean {
  const glob = options.text('path');
  const wanted = glob === undefined ? undefined : patternsOf(glob);
  const owner = options.text('package');
  const unowned = options.flag('unowned');
  if (unowned && owner !== undefined) throw new OutcropError('bad-request', 'Use --package or --unowned, not both.');
  if ((unowned || owner !== undefined) && options.flag('no-packages'))
    throw new OutcropError(
      'bad-request',
      'Who owns a file is known from the package databases; leave out --no-packages.',
    );
  return (file) =>
    (!wanted || matchesAny(file.path, wanted)) &&
    (owner === undefined || file.package === owner) &&
    (!unowned || (file.package === undefined && file.type !== 'dir'));
}

function kindsOf({ options }: Options): readonly DifferenceKind[] {
  const only = options.text('only');
  const ignore = options.text('ignore');
  if (only !== undefined && ignore !== undefined)
    throw new OutcropError('bad-request', 'Use --only or --ignore, not both.');
  if (only !== undefined) return kindList('only', only);
  const noise = new Set(noiseNames({ options }).map(({ name }) => name));
  const names = (ignore ?? 'mtime').split(',').filter((name) => !noise.has(name));
  // Noise alone does not bring timestamps back.
  const kindNames = names.length === 0 ? ['mtime'] : names;
  const ignored = new Set<DifferenceKind>(['identical', ...kindList('ignore', kindNames.join(','))]);
  return DIFFERENCE_KINDS.filter((kind) => !ignored.has(kind));
}

function kindList(option: string, text: string): readonly DifferenceKind[] {
  return text
    .split(',')
    .filter((name) => name !== '' && name !== 'none')
    .map((name) => {
      const kind = DIFFERENCE_KINDS.find((candidate) => candidate === (name === 'mtime' ? 'mtimeOnly' : name));
      if (!kind)
        throw new OutcropError(
          'bad-request',
          `--${option} knows ${DIFFERENCE_KINDS.join(', ')} and none, not “${name}”.`,
        );
      return kind;
    });
}

function matchesAny(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => posix.matchesGlob(path, pattern));
}

/** Of what a glob names, and all below it. */
function patternsOf(glob: string): readonly string[] {
  const pattern = glob.startsWith('/') ? glob : `/**/${glob}`;
  return [pattern, `${pattern.replace(/\/$/, '')}/**`];
}

interface Noise {
  /** As `--ignore` has it. */
  readonly name: string;
  readonly globs: readonly string[];
}

/** Of `--ignore`: what has a wildcard or a slash in it, and the lists that a name stands for. */
function noiseNames({ options }: Options): readonly Noise[] {
  const names = options.text('ignore')?.split(',') ?? [];
  return names.flatMap((name): readonly Noise[] => {
    if (isPreset(name)) return [{ name, globs: IGNORE_PRESETS[name] }];
    return /[*?[/]/.test(name) ? [{ name, globs: [name] }] : [];
  });
}

/** All globs of a list are one expression: a list has some ten, and a path is held against every list. */
function noiseOf(options: Options) {
  return noiseNames(options).map(({ name, globs }) => {
    const sources = globs.flatMap(patternsOf).map((pattern) => `(?:${globSource(pattern)})`);
    return { name, regex: compileRegex(sources.join('|'), false) };
  });
}

function isPreset(name: string): name is IgnorePreset {
  return Object.hasOwn(IGNORE_PRESETS, name);
}
