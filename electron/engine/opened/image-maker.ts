import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import type { MadeImage, PurgedEntry } from '../../../shared/model/container.ts';
import { canonicalName, parseReference } from '../../../shared/oci/reference.ts';
import type { Engine, ImageMaker, WorkOptions } from '../opened.ts';
import { keepImage } from './keep-image.ts';
import { commitContainer, purgeImage, squashImage, type NewImage, type NewImageOptions } from './new-image.ts';

/** Makes images of containers and images, and puts them into the store. */
export function createImageMaker(engine: Pick<Engine, 'open' | 'store' | 'containers' | 'dataDir'>): ImageMaker {
  const scratchDir = join(engine.dataDir, 'cache');

  async function made(
    name: string,
    options: WorkOptions,
    make: (options: NewImageOptions) => Promise<NewImage & { readonly purged?: readonly PurgedEntry[] }>,
  ): Promise<MadeImage> {
    const names = namesOf(name);
    await mkdir(scratchDir, { recursive: true, mode: 0o700 });
    const created = new Date().toISOString();
    await using image = await make({ ...options, scratchDir, created, ...(names && { names }) });
    const { names: kept, manifestDigest } = await keepImage(engine, image.image, { ...options, scratchDir });
    const diffIDs = image.image.layers.map(({ diffID }) => diffID);
    return { report: image.report, names: kept, manifestDigest, diffIDs, purged: image.purged ?? [] };
  }

  return {
    commit: (which, { name, author, message, changes }, options = {}) =>
      made(name, options, async (common) =>
        commitContainer(await engine.containers.open(which, options), {
          ...common,
          changes: changes.filter((line) => line.trim() !== ''),
          ...(author !== '' && { author }),
          ...(message !== '' && { comment: message }),
        }),
      ),
    squash: (image, from, to, name, options = {}) =>
      made(name, options, (common) => squashImage(image, from, to, common)),
    purge: (image, path, name, options = {}) => made(name, options, (common) => purgeImage(image, path, common)),
  };
}

function namesOf(name: string): readonly string[] | undefined {
  if (name.trim() === '') return undefined;
  const reference = parseReference(name.trim());
  if (!reference || reference.digest !== null)
    throw new OutcropError('bad-request', `“${name}” is no image name; write it as name or name:tag, in lower case.`);
  return [canonicalName(reference)];
}
