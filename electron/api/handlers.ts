import { os } from './context.ts';
import { compareHandlers } from './handlers/compare.ts';
import { contentHandlers } from './handlers/content.ts';
import { containerHandlers } from './handlers/container.ts';
import { exportHandlers } from './handlers/export.ts';
import { findingsHandlers } from './handlers/findings.ts';
import { hostHandlers } from './handlers/host.ts';
import { imageHandlers } from './handlers/image.ts';
import { packagesHandlers } from './handlers/packages.ts';
import { searchHandlers } from './handlers/search.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { sourceHandlers } from './handlers/sources.ts';
import { storeHandlers } from './handlers/store.ts';
import { spaceHandlers } from './handlers/space.ts';
import { viewHandlers } from './handlers/view.ts';

/** Every method of the contract; one missing does not compile. */
export const handlers = os.router({
  host: hostHandlers,
  sources: sourceHandlers,
  image: imageHandlers,
  view: viewHandlers,
  content: contentHandlers,
  compare: compareHandlers,
  space: spaceHandlers,
  findings: findingsHandlers,
  packages: packagesHandlers,
  search: searchHandlers,
  export: exportHandlers,
  settings: settingsHandlers,
  store: storeHandlers,
  container: containerHandlers,
});
