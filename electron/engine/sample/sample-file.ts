import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import { writeWhole } from '../bytes/write-whole.ts';

/**
 * The built-in sample image as a file of the data folder. It is made there when it is missing or from another
 * version of Outcrop, so that it opens like any other archive, from source, from the bundle and from inside a package.
 * @returns an absolute path when `dataDir` is one
 * @throws OutcropError `unwritable` when the data folder cannot be written
 */
export async function sampleFile(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'sample');
  const file = join(folder, 'outcrop-sample.tar');
  // Its pictures and programs are drawn when the module is loaded, which no other command should wait for.
  const { makeSample } = await import('./sample-archive.ts');
  const bytes = await makeSample();
  if (await holds(file, bytes)) return file;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeWhole(file, bytes);
  } catch (cause) {
    throw new OutcropError(
      'unwritable',
      `The sample image cannot be written to ${folder}; check the folder's rights.`,
      { file },
      cause,
    );
  }
  return file;
}

async function holds(file: string, bytes: Buffer): Promise<boolean> {
  return readFile(file).then(
    (found) => found.equals(bytes),
    () => false,
  );
}
