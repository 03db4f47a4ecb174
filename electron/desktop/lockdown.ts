import type { App, Session, WebContents } from 'electron';
import { isOurs } from './origin.ts';

/** What a page may load besides our own scheme: what it made itself, and the developer tools. */
const LOCAL = /^(?:blob:|data:|devtools:)/;

/**
 * A page goes nowhere and opens nothing: no navigation, no window, no embedded browser
 * (Electron's security tutorial, points 11 to 14).
 */
export function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Locks every page from the moment it exists. */
export function lockApp(app: App): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

/** No permission is ever given, and nothing is loaded from a network: registries are the engine's to speak to. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, callback) =>
    callback({ cancel: !isOurs(details.url) && !LOCAL.test(details.url) }),
  );
}
