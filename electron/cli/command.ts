import type { Progress } from '../../shared/model/progress.ts';
import type { Warning } from '../../shared/model/warning.ts';
import type { Engine } from '../engine/opened.ts';
import type { OptionTable, Options } from './options.ts';
import type { Output } from './output.ts';

/** 0 fine, 1 a difference or a failed check. Wrong usage (2) and unusable input (3) are thrown as errors. */
export type Outcome = 0 | 1;

/** One subcommand. Its help is made from these facts, so the two cannot disagree. */
export interface Command {
  readonly name: string;
  /** Half a line for the list of commands. */
  readonly summary: string;
  /** As the usage line shows them: `IMAGE [PATH]`. */
  readonly operands: string;
  readonly operandCount: { readonly min: number; readonly max: number };
  /** Beyond the common ones. */
  readonly options: OptionTable;
  /** Whether `--image` and `--platform` apply. */
  readonly picksImage: boolean;
  /** Its thread answers others while the engine works: long work may never block it. */
  readonly servesOthers?: true;
  /** What `--json` prints, for the help. */
  readonly json: string;
  readonly run: (context: CommandContext) => Promise<Outcome>;
}

/** All that a command may touch. */
export interface CommandContext {
  readonly operands: readonly string[];
  readonly options: Options;
  readonly out: Output;
  readonly engine: Engine;
  readonly signal: AbortSignal;
  /** Long work's state, on a terminal only. */
  readonly progress: (progress: Progress) => void;
  /** Something to know beside the result, on stderr. */
  readonly warn: (warning: Warning) => void;
  /** A sentence for the one at the terminal, on stderr; not part of the result, left out under `--json`. */
  readonly say: (sentence: string) => void;
  /** Folder of the built window, for `serve`. */
  readonly rendererDir: string;
}
