import { OutcropError, toWireError, type WireError } from '../../shared/errors.ts';
import { safeText } from '../../shared/format/safe-text.ts';
import type { EngineOptions } from '../engine/engine.ts';
import { parseLimits } from '../engine/limits/limits.ts';
import type { Engine } from '../engine/opened.ts';
import type { Command, CommandContext } from './command.ts';
import { COMMANDS } from './commands.ts';
import { commandHelp, generalHelp, optionTable } from './help.ts';
import { warningJSON } from './json.ts';
import { COMMON_OPTIONS, IMAGE_OPTIONS, firstOperand, parseOptions, type OptionTable } from './options.ts';
import { createOutput, ReaderGone, type Output, type Stream } from './output.ts';
import { createProgressLine } from './progress-line.ts';

/** Everything outside that the command line touches; the entry file passes the process's own. */
export interface Surroundings {
  /** Without the program's own name. */
  readonly args: readonly string[];
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly version: string;
  readonly rendererDir: string;
  readonly exists: (path: string) => boolean;
  /** Called for commands only, so that help needs no engine. */
  readonly createEngine: (options: Pick<EngineOptions, 'limits' | 'mayBlock' | 'isWarm'>) => Promise<Engine>;
}

/** 0 fine · 1 a difference, a failed check · 2 wrong usage · 3 the input cannot be used · 130 interrupted. */
export type ExitStatus = 0 | 1 | 2 | 3 | 130;

/** Runs one command line to its end. Everything thrown becomes a message and an exit status here, and nowhere else. */
export async function runCommandLine(surroundings: Surroundings): Promise<ExitStatus> {
  const { args, stdout, stderr, env, signal } = surroundings;
  const progress = createProgressLine(stderr, () => performance.now());
  const output = { env, signal, before: () => progress.clear() };
  const out = createOutput(stdout, output);
  // What went wrong is still told when everything else was interrupted.
  const err = createOutput(stderr, { ...output, signal: new AbortController().signal });
  const json = wantsJSON(args);
  try {
    const status = await dispatch(surroundings, { out, err, json, progress: (state) => progress.show(state) });
    await out.flush();
    return status;
  } catch (error) {
    if (error instanceof ReaderGone) return 0;
    if (signal.aborted) return 130;
    await out.flush().catch(() => {});
    await report(err, error, { json, trace: Boolean(env['OUTCROP_DEBUG']) });
    return error instanceof OutcropError && error.code === 'bad-request' ? 2 : 3;
  } finally {
    progress.clear();
    await err.flush().catch(() => {});
  }
}

interface Streams {
  readonly out: Output;
  readonly err: Output;
  readonly json: boolean;
  readonly progress: CommandContext['progress'];
}

async function dispatch(surroundings: Surroundings, streams: Streams): Promise<ExitStatus> {
  const { args, exists, version } = surroundings;
  const { out } = streams;
  const at = firstOperand(args, everyOption());
  const name = args[at];
  if (name === undefined) {
    const { options } = parseOptions(args, { ...COMMON_OPTIONS, version: { type: 'boolean', help: '' } });
    await out.write(options.flag('version') ? `${version}\n` : generalHelp());
    return 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command) return runCommand(command, args.toSpliced(at, 1), surroundings, streams);
  if (!exists(name))
    throw new OutcropError('bad-request', `“${name}” is neither a command nor a file here: see outcrop --help.`);
  const serve = COMMANDS.find((candidate) => candidate.name === 'serve');
  if (!serve) throw new Error('there is no serve command');
  return runCommand(serve, ['--open', ...args], surroundings, streams);
}

async function runCommand(
  command: Command,
  args: readonly string[],
  { createEngine, signal, rendererDir }: Surroundings,
  { out, err, json, progress }: Streams,
): Promise<ExitStatus> {
  const { options, operands } = parseOptions(args, optionTable(command));
  if (options.flag('help')) {
    await out.write(commandHelp(command));
    return 0;
  }
  const { min, max } = command.operandCount;
  if (operands.length < min || operands.length > max)
    throw new OutcropError(
      'bad-request',
      `${command.name} takes ${command.operands}: see outcrop ${command.name} --help.`,
    );
  const limits = parseLimits(options.texts('limit'));
  const engine = await createEngine({
    limits,
    mayBlock: command.servesOthers !== true,
    isWarm: command.servesOthers === true,
  });
  try {
    return await command.run({
      operands,
      options,
      out,
      engine,
      signal,
      progress,
      rendererDir,
      warn: (warning) =>
        tell(err, json ? JSON.stringify({ warning: warningJSON(warning) }) : `warning: ${safeText(warning.message)}`),
      say: (sentence) => {
        if (!json) tell(err, safeText(sentence));
      },
    });
  } finally {
    await engine.close();
  }
}

/** At once, for a command that runs on; nobody reading stderr is no reason to end it. */
function tell(output: Output, line: string): void {
  void output.write(`${line}\n`)?.catch(() => {});
  void output.flush().catch(() => {});
}

async function report(err: Output, error: unknown, how: { readonly json: boolean; readonly trace: boolean }) {
  const wire: WireError = toWireError(error);
  await err.write(how.json ? `${JSON.stringify({ error: wire })}\n` : `outcrop: ${safeText(wire.message)}\n`);
  if (how.trace && error instanceof Error) await err.write(`${safeLines(error.stack ?? '')}\n`);
}

function safeLines(text: string): string {
  return text.split('\n').map(safeText).join('\n');
}

/** Also of arguments that do not parse: a script that asked for JSON gets its error as JSON. */
function wantsJSON(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).includes('--json');
}

function everyOption(): OptionTable {
  return Object.assign({}, IMAGE_OPTIONS, COMMON_OPTIONS, ...COMMANDS.map(({ options }) => options)) as OptionTable;
}
