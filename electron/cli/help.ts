import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { COMMON_OPTIONS, IMAGE_OPTIONS, type OptionTable } from './options.ts';
import { terminalWidth } from './terminal-width.ts';

/** What `outcrop` alone and `outcrop --help` print. */
export function generalHelp(): string {
  return `Outcrop shows the layers of a container image, the tree they make, what hides what, and what is still inside.

Open the window:
  outcrop IMAGE               in a browser, served on this machine only
  npm start -- IMAGE          in the desktop window, from the project's folder

IMAGE is a file or folder: docker save, OCI layout or archive (plain, gzip, zstd, xz), skopeo dir, a root file system tar.

Commands:
${aligned(COMMANDS.map(({ name, summary }) => [name, summary]))}

outcrop COMMAND --help says more and describes the JSON. outcrop --version prints the version.

Exit status: 0 fine, 1 a difference or a failed check, 2 wrong usage, 3 the input cannot be used.
`;
}

export function commandHelp(command: Command): string {
  const table = optionTable(command);
  return `${command.summary[0]?.toUpperCase() ?? ''}${command.summary.slice(1)}.

Usage: outcrop ${command.name} ${command.operands} [options]

Options:
${aligned(Object.entries(table).map(([name, spec]) => [optionLabel(name, spec), spec.help]))}

JSON (--json):
${command.json.replaceAll(/^/gm, '  ')}
`;
}

export function optionTable(command: Command): OptionTable {
  return { ...command.options, ...(command.picksImage && IMAGE_OPTIONS), ...COMMON_OPTIONS };
}

function optionLabel(name: string, { short, value }: OptionTable[string]): string {
  return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
}

function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => terminalWidth(label)));
  return rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`).join('\n');
}
