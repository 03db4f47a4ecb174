import { lazy, Suspense, type ComponentProps } from 'react';
import type { TextMergeView } from './merge-view.tsx';

const Loaded = lazy(async () => ({ default: (await import('./merge-view.tsx')).TextMergeView }));

/** The text difference, loaded when it is first shown. */
export function LazyMergeView(props: ComponentProps<typeof TextMergeView>) {
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  );
}
