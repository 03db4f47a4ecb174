import './trusted-urls.ts';
import './zod-config.ts';
import './styles/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AppContext, type AppContextValue } from './app-context.ts';
import { App } from './app.tsx';
import { openPaths } from './features/library/open-source.ts';
import { createClient } from './host/connect.ts';
import { wireErrorOf } from './host/outcrop-error.ts';
import { activateLanguage } from './i18n.ts';
import { rememberTabs, restoreTabs } from './shell/remember-tabs.ts';
import { reopenAfterReconnect } from './shell/reopen-sources.ts';
import { StartFailure } from './shell/start-failure.tsx';
import { createActivityStore } from './stores/activity.ts';
import { createCommandSources } from './stores/command-sources.ts';
import { createFileColumnsStore } from './stores/file-columns.ts';
import { createOverlaysStore } from './stores/overlays.ts';
import { createPanesStore } from './stores/panes.ts';
import { createSessionStore } from './stores/session.ts';
import { createStoreWatch } from './stores/store-watch.ts';
import { createSettingsStore, type SettingsStore } from './stores/settings.ts';

const root = createRoot(document.querySelector('#root') ?? document.body);

/** What of the settings the style sheets and the catalogues follow. @returns when the first texts can be shown */
async function followSettings(settings: SettingsStore): Promise<void> {
  const apply = () => {
    const { theme, density, motion } = settings.getState();
    const { dataset } = document.documentElement;
    const mark = (name: string, value: string, usual: string) => {
      if (value === usual) delete dataset[name];
      else dataset[name] = value;
    };
    mark('theme', theme, 'system');
    mark('density', density, 'normal');
    mark('motion', motion, 'system');
  };
  apply();
  settings.subscribe((state, before) => {
    apply();
    if (state.language !== before.language) void activateLanguage(state.language);
  });
  await activateLanguage(settings.getState().language);
}

async function start(): Promise<void> {
  const settings = createSettingsStore(localStorage);
  const texts = followSettings(settings);
  try {
    const connection = await createClient();
    const host = await connection.client.host.info();
    await texts;
    const session = createSessionStore();
    const app: AppContextValue = {
      connection,
      host,
      session,
      settings,
      panes: createPanesStore(localStorage),
      fileColumns: createFileColumnsStore(localStorage),
      activity: createActivityStore(() => session.getState().active),
      overlays: createOverlaysStore(),
      storeWatch: createStoreWatch(connection.client, connection.status),
      commands: createCommandSources(),
    };
    const openAll = (paths: readonly string[]) => void openPaths(app, paths);
    connection.onOpen(openAll);
    reopenAfterReconnect(connection, app.session);
    root.render(
      <StrictMode>
        <I18nProvider i18n={i18n}>
          <CSPProvider disableStyleElements>
            <Tooltip.Provider delay={500}>
              <AppContext value={app}>
                <App />
              </AppContext>
            </Tooltip.Provider>
          </CSPProvider>
        </I18nProvider>
      </StrictMode>,
    );
    const isReload = await restoreTabs(app, sessionStorage);
    rememberTabs(app.session, sessionStorage);
    if (!isReload) openAll(app.host.openAtStart);
  } catch (error) {
    await texts;
    root.render(
      <I18nProvider i18n={i18n}>
        <StartFailure error={wireErrorOf(error)} />
      </I18nProvider>,
    );
  }
}

void start();
