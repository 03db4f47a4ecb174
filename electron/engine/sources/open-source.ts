import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import { unreadable } from './members/members.ts';
import { openFile } from './open-file.ts';
import { limitsOf, type OpenSourceOptions } from './open-options.ts';
import { openFolder } from './open-folder.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import type { Limits } from '../limits/limits.ts';
import type { Source } from './source.ts';

/**
 * Opens an image file or folder of any form (formats.md §0.1). What it is decide its bytes, never its name. Reads
 * outer headers and JSON only; a compressed archive is unpacked to the cache folder first.
 * @throws OutcropError `not-found`, `unreadable`, `not-an-image`, `unsupported`, `damaged-archive`, `bad-manifest`,
 *   `unsafe-path`; also the problem of the images when not one of them can be used
 */
export async function openSource(path: string, options: OpenSourceOptions): Promise<Source> {
  const absolute = resolve(path);
  const status = await stat(absolute).catch((error: unknown) => {
    throw unreadable(absolute, error);
  });
  options.signal?.throwIfAborted();
  if (!status.isDirectory() && !status.isFile())
    throw new OutcropError(
      'not-an-image',
      `${absolute} is a device, pipe or socket; Outcrop opens regular files and folders only.`,
      { file: absolute },
    );
  const source = status.isDirectory()
    ? await openFolder(absolute, limitsOf(options))
    : await openFile(absolute, status.size, options);
  requireOneUsable(source);
  return withinLimits(source, limitsOf(options));
}

/** What is kept of it, and a word where that is not all. */
function withinLimits(source: Source, limits: Limits): Source {
  const [mostNames, mostWarnings] = [limits['image-names'], limits.warnings];
  const warnings: Warning[] = [...source.warnings];
  const images = source.images.map((image) => {
    if (image.names.length <= mostNames) return image;
    const first = image.names[0];
    const message = `The image ${first} has over ${mostNames} names; the others are not shown (limit image-names).`;
    warnings.push({ code: 'too-many-names', message });
    return { ...image, names: image.names.slice(0, mostNames) };
  });
  if (warnings.length <= mostWarnings) return { ...source, images, warnings };
  const message = `${warnings.length - mostWarnings} more warnings are not listed (limit warnings).`;
  return { ...source, images, warnings: [...warnings.slice(0, mostWarnings), { code: 'more-warnings', message }] };
}

function requireOneUsable({ images, path }: Source): void {
  const first = images[0];
  if (first?.problem === undefined || images.some(({ problem }) => problem === undefined)) return;
  throw new OutcropError(first.problem.code, first.problem.message, { file: path });
}
