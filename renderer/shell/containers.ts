import type { ContainerSummary, MadeImage } from '../../shared/model/container.ts';
import type { OpenedSourceSummary } from '../../shared/model/image.ts';
import type { AppContextValue } from '../app-context.ts';
import { closeTab, compareWith, openSource, readSource, tracked } from '../features/library/open-source.ts';
import { onlyImage, type ImageChoice } from '../stores/session.ts';
import { baseName } from '../ui/image-words.ts';

/** Makes a container over an open image and puts it in front. A failure is told by the shell. */
export async function createContainer(app: AppContextValue, { opened, image }: ImageChoice, name: string) {
  if (image === null) return;
  const subject = name || baseName(opened.source.path);
  const summary = await tracked(app, 'opening', subject, async (signal, report) => {
    for await (const event of await app.connection.client.container.create({ image, name }, { signal }))
      if (event.kind === 'progress') report(event.progress);
      else return event.state.summary;
    return undefined;
  });
  if (summary) app.session.getState().showContainer(summary, opened, image);
}

/** Puts a container in front; the file of its image is opened first, which may take a while. */
export async function openContainer(app: AppContextValue, summary: ContainerSummary): Promise<void> {
  const { session } = app;
  const known = session.getState().tabs.find((tab) => tab.kind === 'container' && tab.container.id === summary.id);
  if (known) return session.getState().activate(known.key);
  const opened = await readSource(app, { kind: 'path', path: summary.image.path });
  const image = opened && imageOf(opened, summary);
  if (opened && image) session.getState().showContainer(summary, opened, image);
  else if (opened)
    app.activity.getState().fail(summary.name || summary.id, {
      code: 'no-such-image',
      message: `${summary.image.path} does not hold the image any more that this container was made from; put that image back.`,
    });
}

/** Deletes a container and closes its tab. @throws what the engine refused */
export async function removeContainer(app: AppContextValue, { id }: ContainerSummary): Promise<void> {
  await app.connection.client.container.remove({ container: id });
  for (const tab of app.session.getState().tabs)
    if (tab.kind === 'container' && tab.container.id === id) closeTab(app, tab.key);
}

/** Opens an image that was just put into the store. */
export async function openMade(app: AppContextValue, { manifestDigest }: MadeImage): Promise<void> {
  await openSource(app, { kind: 'path', path: manifestDigest });
}

export async function compareMade(app: AppContextValue, parent: ImageChoice, made: MadeImage): Promise<void> {
  await compareWith(app, parent, { kind: 'path', path: made.manifestDigest });
}

function imageOf(opened: OpenedSourceSummary, { image: { id } }: ContainerSummary) {
  return opened.images.find((image) => id !== null && image.id === id)?.handle ?? onlyImage(opened);
}
