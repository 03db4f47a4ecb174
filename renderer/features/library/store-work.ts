import { dataURL } from '../../../shared/contract/contract.ts';
import type { ImageSummary } from '../../../shared/model/image.ts';
import type { ArchiveFormat } from '../../../shared/model/store.ts';
import type { AppContextValue } from '../../app-context.ts';
import { imagesOf } from '../../stores/session.ts';
import { baseName } from '../../ui/image-words.ts';
import { downloadFrom } from '../../saving/download-from.ts';
import { readSource, tracked, type Opening } from './open-source.ts';

/** Copies every image of a file into the store; the status bar shows how far it is and can stop it. @returns whether all came in */
export async function loadIntoStore(app: AppContextValue, opening: Opening): Promise<boolean> {
  return withSource(app, opening, async (images) => {
    const { client } = app.connection;
    for (const { handle, names } of images) {
      const subject = names[0] ?? subjectOf(opening);
      // One after the other: each reads the disk at its full speed.
      // oxlint-disable-next-line no-await-in-loop
      const done = await tracked(app, 'storing', subject, async (signal, report) => {
        for await (const event of await client.store.load({ image: handle }, { signal }))
          if (event.kind === 'progress') report(event.progress);
        return true;
      });
      if (done !== true) return false;
    }
    return true;
  });
}

/** Saves an image as an archive where the reader's downloads go. */
export async function saveArchive(app: AppContextValue, opening: Opening, format: ArchiveFormat): Promise<void> {
  await withSource(app, opening, async ([image]) => {
    if (!image) return false;
    const subject = image.names[0] ?? subjectOf(opening);
    const name =
      subject
        .split('/')
        .at(-1)
        ?.replaceAll(/[^\w.-]+/g, '-') || 'image';
    await tracked(app, 'saving', subject, async (signal, report) => {
      report({ done: 0, total: 0 });
      const fileName = `${name}.${format === 'oci' ? 'oci.tar' : 'tar'}`;
      await downloadFrom(app.connection.data, dataURL.archive(image.handle, format), { fileName, signal });
    });
    return true;
  });
}

/** Opens a source for some work without a tab, and lets it go again unless a tab shows it. */
async function withSource(
  app: AppContextValue,
  opening: Opening,
  work: (images: readonly ImageSummary[]) => Promise<boolean>,
): Promise<boolean> {
  const opened = await readSource(app, opening);
  if (!opened) return false;
  try {
    return await work(opened.images.filter(({ kind, problem }) => kind === 'image' && problem === undefined));
  } finally {
    const [image] = opened.images;
    const shown = app.session.getState().tabs.flatMap(imagesOf);
    if (image && !shown.includes(image.handle))
      app.connection.client.sources.close({ image: image.handle }).catch(() => {});
  }
}

function subjectOf(opening: Opening): string {
  return opening.kind === 'sample' ? 'Outcrop' : baseName(opening.path);
}
