import { createContext, use } from 'react';
import type { HostInfo } from '../shared/contract/contract.ts';
import type { HostConnection } from './host/connect.ts';
import type { ActivityStore } from './stores/activity.ts';
import type { CommandSources } from './stores/command-sources.ts';
import type { FileColumnsStore } from './stores/file-columns.ts';
import type { OverlaysStore } from './stores/overlays.ts';
import type { PanesStore } from './stores/panes.ts';
import type { SessionStore } from './stores/session.ts';
import type { StoreWatch } from './stores/store-watch.ts';
import type { SettingsStore } from './stores/settings.ts';

/** What `main.tsx` composes once and every screen may use. */
export interface AppContextValue {
  readonly connection: HostConnection;
  /** As answered at start. */
  readonly host: HostInfo;
  readonly session: SessionStore;
  readonly settings: SettingsStore;
  readonly panes: PanesStore;
  readonly fileColumns: FileColumnsStore;
  readonly activity: ActivityStore;
  readonly overlays: OverlaysStore;
  /** What shows images of the store asks again when it counts. */
  readonly storeWatch: StoreWatch;
  /** What the palette lists; see use-offered-commands.ts. */
  readonly commands: CommandSources;
}

export const AppContext = createContext<AppContextValue | null>(null);

/** @throws Error outside of the window's shell, which is a defect */
export function useApp(): AppContextValue {
  const app = use(AppContext);
  if (!app) throw new Error('useApp outside of AppContext');
  return app;
}
