import { dataURL } from '../../../shared/contract/contract.ts';
import type { OpenedSourceSummary } from '../../../shared/model/image.ts';
import type { AppContextValue } from '../../app-context.ts';
import { failureOf, wireErrorOf } from '../../host/outcrop-error.ts';

export type Opening = { readonly kind: 'path'; readonly path: string } | { readonly kind: 'sample' };

/** Opens a file, a folder or the sample in a new tab. A failure is kept in the activity store, where the shell shows it. */
export async function openSource(app: AppContextValue, opening: Opening): Promise<void> {
  const subject = opening.kind === 'sample' ? 'Outcrop' : baseName(opening.path);
  await tracked(app, 'opening', subject, async (signal, report) => {
    for await (const event of await app.connection.client.sources.open(opening, { signal })) {
      if (event.kind === 'progress') report(event.progress);
      else app.session.getState().add(event.opened);
    }
  });
}

/** Opens a dropped file in place where the host can name its path, else from a copy of its bytes. */
export async function openDropped(app: AppContextValue, file: File): Promise<void> {
  const path = app.host.capabilities.droppedPaths ? app.connection.pathOf(file) : undefined;
  if (path !== undefined) return openSource(app, { kind: 'path', path });
  const uploaded = await tracked(app, 'uploading', file.name, async (signal, report) => {
    report({ done: 0, total: 0 });
    const answer = await app.connection.data.fetch(dataURL.upload(file.name), { method: 'PUT', body: file, signal });
    if (!answer.ok) throw await failureOf(answer);
    const body = (await answer.json()) as { readonly path: string };
    return body.path;
  });
  if (uploaded !== undefined) await openSource(app, { kind: 'path', path: uploaded });
}

/** Ends a tab and lets the engine forget its source. */
export function closeSource(app: AppContextValue, key: string, opened: OpenedSourceSummary): void {
  app.session.getState().remove(key);
  const [image] = opened.images;
  if (image) app.connection.client.sources.close({ image: image.handle }).catch(() => {});
}

/** The last part of a path of the engine's machine. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}

type Report = Parameters<ReturnType<AppContextValue['activity']['getState']>['report']>[1];

async function tracked<T>(
  app: AppContextValue,
  kind: 'opening' | 'uploading',
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
