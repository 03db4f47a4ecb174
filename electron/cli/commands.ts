import type { Command } from './command.ts';
import { cat } from './commands/cat.ts';
import { changes } from './commands/changes.ts';
import { check } from './commands/check.ts';
import { commit } from './commands/commit.ts';
import { compare } from './commands/compare.ts';
import { container } from './commands/container.ts';
import { describe } from './commands/describe.ts';
import { explain } from './commands/explain.ts';
import { extract } from './commands/extract.ts';
import { gc } from './commands/gc.ts';
import { findings } from './commands/findings.ts';
import { hidden } from './commands/hidden.ts';
import { images } from './commands/images.ts';
import { inspect } from './commands/inspect.ts';
import { layers } from './commands/layers.ts';
import { limits } from './commands/limits.ts';
import { load } from './commands/load.ts';
import { ls } from './commands/ls.ts';
import { packages } from './commands/packages.ts';
import { purge } from './commands/purge.ts';
import { rmi } from './commands/rmi.ts';
import { save } from './commands/save.ts';
import { search } from './commands/search.ts';
import { serve } from './commands/serve.ts';
import { space } from './commands/space.ts';
import { squash } from './commands/squash.ts';
import { tag } from './commands/tag.ts';
import { verify } from './commands/verify.ts';

/** Every subcommand, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  inspect,
  layers,
  ls,
  cat,
  hidden,
  explain,
  describe,
  changes,
  extract,
  search,
  space,
  packages,
  findings,
  verify,
  check,
  compare,
  container,
  commit,
  save,
  squash,
  purge,
  load,
  images,
  tag,
  rmi,
  gc,
  limits,
  serve,
];
