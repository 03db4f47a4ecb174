import * as z from 'zod';
import type { AppContextValue } from '../app-context.ts';
import { readSource } from '../features/library/open-source.ts';
import { openContainer } from './containers.ts';
import type { ImageChoice, SessionStore, SessionTab } from '../stores/session.ts';

const KEY = 'outcrop.tabs';

const CHOICE = z.object({ path: z.string(), image: z.string().nullable() });
const SAVED = z.object({
  active: z.int(),
  tabs: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('image'), ...CHOICE.shape }),
      z.object({ kind: z.literal('compare'), before: CHOICE, after: CHOICE }),
      z.object({ kind: z.literal('container'), container: z.string() }),
    ]),
  ),
});
type Saved = z.infer<typeof SAVED>;
type SavedChoice = z.infer<typeof CHOICE>;

/** Keeps what is open for a reload of the same window. @returns what ends it */
export function rememberTabs(session: SessionStore, storage: Storage): () => void {
  return session.subscribe(({ tabs, active }) => {
    const saved: Saved = { active: tabs.findIndex(({ key }) => key === active), tabs: tabs.map(savedTab) };
    storage.setItem(KEY, JSON.stringify(saved));
  });
}

/** Opens again what was open before a reload. @returns false when nothing is remembered: then it is no reload */
export async function restoreTabs(app: AppContextValue, storage: Storage): Promise<boolean> {
  const saved = parse(storage.getItem(KEY));
  if (!saved) return false;
  const { session } = app;
  for (const tab of saved.tabs) {
    // In their order: the tabs stand as they stood.
    // oxlint-disable-next-line no-await-in-loop
    if (tab.kind === 'image') await restoreImage(app, tab);
    // oxlint-disable-next-line no-await-in-loop
    else if (tab.kind === 'container') await restoreContainer(app, tab.container);
    // oxlint-disable-next-line no-await-in-loop
    else await restoreComparison(app, tab.before, tab.after);
  }
  // A file that is gone has no tab: then the places do not agree, and the last one stays in front.
  const { tabs, activate } = session.getState();
  if (tabs.length === saved.tabs.length) activate(tabs[saved.active]?.key ?? null);
  return true;
}

function savedTab(tab: SessionTab): Saved['tabs'][number] {
  if (tab.kind === 'container') return { kind: 'container', container: tab.container.id };
  return tab.kind === 'image'
    ? { kind: 'image', ...savedChoice(tab) }
    : { kind: 'compare', before: savedChoice(tab.before), after: savedChoice(tab.after) };
}

function savedChoice({ opened, image }: ImageChoice): SavedChoice {
  return { path: opened.openedAs, image };
}

async function restoreImage(app: AppContextValue, saved: SavedChoice): Promise<void> {
  const choice = await restoredChoice(app, saved);
  if (choice) app.session.getState().add(choice.opened, choice.image ?? undefined);
}

async function restoreComparison(app: AppContextValue, before: SavedChoice, after: SavedChoice): Promise<void> {
  const left = await restoredChoice(app, before);
  const right = await restoredChoice(app, after);
  if (left && right) app.session.getState().compare(left, right);
}

/** One that was deleted meanwhile has no tab. */
async function restoreContainer(app: AppContextValue, id: string): Promise<void> {
  const all = await app.connection.client.container.list().catch(() => []);
  const summary = all.find((one) => one.id === id);
  if (summary) await openContainer(app, summary);
}

/** Handles follow from the path; one that is no more is asked for again. */
async function restoredChoice(app: AppContextValue, { path, image }: SavedChoice): Promise<ImageChoice | undefined> {
  const opened = await readSource(app, { kind: 'path', path });
  const chosen = opened?.images.find(({ handle }) => handle === image)?.handle ?? null;
  return opened && { opened, image: chosen };
}

function parse(text: string | null): Saved | undefined {
  try {
    return SAVED.parse(JSON.parse(text ?? ''));
  } catch {
    // None, or another version's.
    return undefined;
  }
}
