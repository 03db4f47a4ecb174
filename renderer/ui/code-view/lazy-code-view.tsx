import { createDeferred } from '../deferred.tsx';

/** The code view, whose 300 kB load when text is first shown. */
export const { View: LazyCodeView, preload: preloadCodeView } = createDeferred(
  async () => (await import('./code-view.tsx')).CodeView,
);
