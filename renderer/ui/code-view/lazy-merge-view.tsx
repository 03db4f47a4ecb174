import { createDeferred } from '../deferred.tsx';

/** The text difference, loaded when it is first shown. */
export const { View: LazyMergeView } = createDeferred(async () => (await import('./merge-view.tsx')).TextMergeView);

/** Of a difference that is not stepped through. */
export function ignoreSteps(): void {}
