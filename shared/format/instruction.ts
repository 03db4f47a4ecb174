import { readableGo } from './go-value.ts';

/** A history row's `created_by` as the Dockerfile had it. */
export interface Instruction {
  /** `RUN`, `COPY` …; null when the builder left no trace of one, such as `docker commit` or a tool's own text. */
  readonly keyword: string | null;
  /** What follows the keyword. Untrusted, may hold line breaks. */
  readonly text: string;
  /** Build arguments that the builder put before a RUN, as `NAME=value`, unparsed when one holds spaces. */
  readonly args?: string;
}

const KEYWORD =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?:[ \t]+|$)/;
/** A shell as `SHELL` may set it: `/bin/sh -c`, `/bin/bash -o pipefail -c`, `cmd /S /C`, `powershell -Command`. */
const SHELL =
  /(?:(?:(?:\/usr)?\/bin\/(?:ba|da|a|z|k)?sh|\/bin\/busybox sh)(?: -[a-z]*o [a-z]+| -[abd-z]+)* -[a-z]*c|cmd(?:\.exe)? \/S \/C|(?:powershell|pwsh)(?:\.exe)?(?: -[A-Za-z]+(?: [A-Za-z]+)?)*? -Command)(?: |$)/;
const LEADING_SHELL = new RegExp(`^${SHELL.source}`);
const NOP = /^#\(nop\)\s*/;
const BUILDKIT = /\s*# buildkit\s*$/;
const ARG_COUNT = /^\|\d+ /;

/**
 * Takes off what the builders wrap round an instruction: the classic builder's `/bin/sh -c #(nop)`, BuildKit's
 * `RUN /bin/sh -c … # buildkit`, and the build arguments before a RUN (`|1 ARG=x /bin/sh -c …`).
 * @param createdBy as in the config; the form is each builder's habit, in no specification
 */
export function parseInstruction(createdBy: string): Instruction {
  const bare = createdBy.replace(BUILDKIT, '').trim();
  const keyword = KEYWORD.exec(bare);
  if (keyword) {
    const text = bare.slice(keyword[0].length);
    const name = keyword[1] ?? '';
    return name === 'RUN' ? run(text) : { keyword: name, text: readableGo(name, text.trim()) };
  }
  if (ARG_COUNT.test(bare)) return run(bare);
  const shell = LEADING_SHELL.exec(bare);
  if (!shell) return { keyword: null, text: bare };
  const command = bare.slice(shell[0].length);
  return NOP.test(command) ? parseInstruction(command.replace(NOP, '')) : run(bare);
}

/** The instruction on one line, `RUN apt-get update`; untrusted still. */
export function formatInstruction(createdBy: string): string {
  const { keyword, text } = parseInstruction(createdBy);
  const line = text.replace(/\s+/g, ' ').trim();
  return keyword === null ? line : `${keyword} ${line}`.trim();
}

function run(text: string): Instruction {
  const count = ARG_COUNT.exec(text);
  if (!count) return { keyword: 'RUN', text: text.replace(LEADING_SHELL, '').trim() };
  const after = text.slice(count[0].length);
  // An argument's value may hold spaces unquoted, so only the shell shows where the arguments end.
  const shell = SHELL.exec(after);
  if (!shell) return { keyword: 'RUN', text: after.trim() };
  return {
    keyword: 'RUN',
    text: after.slice(shell.index + shell[0].length).trim(),
    args: after.slice(0, shell.index).trim(),
  };
}
