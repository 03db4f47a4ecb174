import { dataURL } from '../../../shared/contract/contract.ts';
import type { OpenedSourceSummary } from '../../../shared/model/image.ts';
import type { AppContextValue } from '../../app-context.ts';
import { failureOf, wireErrorOf } from '../../host/outcrop-error.ts';
import { imagesOf, onlyImage, sourcesOf, type ImageChoice } from '../../stores/session.ts';
import { baseName } from '../../ui/image-words.ts';

export type Opening = { readonly kind: 'path'; readonly path: string } | { readonly kind: 'sample' };

/** Opens a file, a folder or the sample in a new tab. A failure is kept in the activity store, where the shell shows it. */
export async function openSource(app: AppContextValue, opening: Opening): Promise<void> {
  const opened = await readSource(app, opening);
  if (opened) app.session.getState().add(opened);
}

/** Two are compared, any other number is opened one by one. */
export async function openPaths(app: AppContextValue, paths: readonly string[]): Promise<void> {
  const [before, after] = paths;
  if (paths.length !== 2 || before === undefined || after === undefined) {
    await Promise.all(paths.map((path) => openSource(app, { kind: 'path', path })));
    return;
  }
  const sources = await Promise.all([before, after].map((path) => readSource(app, { kind: 'path', path })));
  const [left, right] = sources;
  if (left && right) app.session.getState().compare(choiceOf(left), choiceOf(right));
  else for (const opened of sources) if (opened) app.session.getState().add(opened);
}

/** Opens dropped files in place where the host can name their paths, else from copies of their bytes. */
export async function openDropped(app: AppContextValue, files: readonly File[]): Promise<void> {
  const paths = await Promise.all(files.map((file) => pathOfDropped(app, file)));
  await openPaths(
    app,
    paths.filter((path) => path !== undefined),
  );
}

/** Opens another source to compare with; it gets no tab of its own. */
export async function compareWith(app: AppContextValue, before: ImageChoice, opening: Opening): Promise<void> {
  const opened = await readSource(app, opening);
  if (opened) app.session.getState().compare(before, choiceOf(opened));
}

/** Opens two and compares them; the second as after. */
export async function compareOpenings(app: AppContextValue, before: Opening, after: Opening): Promise<void> {
  const [left, right] = await Promise.all([readSource(app, before), readSource(app, after)]);
  if (left && right) app.session.getState().compare(choiceOf(left), choiceOf(right));
}

/** Ends a tab and lets the engine forget the sources that no other tab shows. */
export function closeTab(app: AppContextValue, key: string): void {
  const closed = app.session.getState().tabs.find((tab) => tab.key === key);
  app.session.getState().remove(key);
  const used = new Set(app.session.getState().tabs.flatMap(imagesOf));
  for (const { images } of closed ? sourcesOf(closed) : []) {
    const [image] = images;
    if (image && !used.has(image.handle)) app.connection.client.sources.close({ image: image.handle }).catch(() => {});
  }
}

function choiceOf(opened: OpenedSourceSummary): ImageChoice {
  return { opened, image: onlyImage(opened) };
}

/** @returns undefined when it could not be opened, which the shell tells */
export function readSource(app: AppContextValue, opening: Opening): Promise<OpenedSourceSummary | undefined> {
  const subject = opening.kind === 'sample' ? 'Outcrop' : baseName(opening.path);
  return tracked(app, 'opening', subject, async (signal, report) => {
    for await (const event of await app.connection.client.sources.open(opening, { signal }))
      if (event.kind === 'progress') report(event.progress);
      else return event.opened;
    return undefined;
  });
}

async function pathOfDropped(app: AppContextValue, file: File): Promise<string | undefined> {
  const path = app.host.capabilities.droppedPaths ? app.connection.pathOf(file) : undefined;
  if (path !== undefined) return path;
  return tracked(app, 'uploading', file.name, async (signal, report) => {
    report({ done: 0, total: 0 });
    const answer = await app.connection.data.fetch(dataURL.upload(file.name), { method: 'PUT', body: file, signal });
    if (!answer.ok) throw await failureOf(answer);
    const body = (await answer.json()) as { readonly path: string };
    return body.path;
  });
}

type Report = Parameters<ReturnType<AppContextValue['activity']['getState']>['report']>[1];

/** Runs work that the status bar shows and can stop. @returns undefined when it failed, which the shell tells, or was stopped */
export async function tracked<T>(
  app: AppContextValue,
  kind: 'opening' | 'uploading' | 'storing' | 'saving',
  subject: string,
  work: (signal: AbortSignal, report: (progress: Report) => void) => Promise<T>,
): Promise<T | undefined> {
  const activity = app.activity.getState();
  const { key, signal } = activity.start({ kind, subject });
  try {
    return await work(signal, (progress) => activity.report(key, progress));
  } catch (error) {
    const wire = wireErrorOf(error);
    if (!signal.aborted && wire.code !== 'cancelled') activity.fail(subject, wire);
    return undefined;
  } finally {
    activity.end(key);
  }
}
