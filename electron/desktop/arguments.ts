import { resolve } from 'node:path';

/**
 * The files among the arguments of a start, absolute. Switches are Chromium's own.
 * @param argv as the process has it
 * @param packaged false when the second argument is the folder of the app
 */
export function filesOf(argv: readonly string[], packaged: boolean, workingFolder: string): string[] {
  const operands = argv.slice(1).filter((argument) => !argument.startsWith('-'));
  return (packaged ? operands : operands.slice(1)).map((path) => resolve(workingFolder, path));
}

/** What a second start tells the first; another program could have sent it, so it is looked at. */
export function filesFrom(data: unknown): string[] {
  const files = typeof data === 'object' && data !== null && 'files' in data ? data.files : undefined;
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string').slice(0, 64) : [];
}
